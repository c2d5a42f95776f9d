/** A choice from a short list. For two to five choices that matter, use RadioGroup instead. */
import { Check, ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "react-aria-components/Button";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { Select as AriaSelect, SelectValue } from "react-aria-components/Select";
import { t } from "../i18n/index.ts";
import { cx } from "./cx.ts";
import { FieldErrorText, FieldHint, FieldLabel, type FieldProps, fieldId } from "./Field.tsx";

export interface Option {
  value: string;
  label: string;
  note?: ReactNode;
}

export function Select({
  label,
  hint,
  error,
  optional,
  className,
  name,
  options,
  value,
  onChange,
  isDisabled = false,
  autoFocus = false,
}: FieldProps & {
  name?: string;
  options: Option[];
  value: string | null;
  onChange: (value: string) => void;
  isDisabled?: boolean;
  /** Takes the keyboard when it appears, as the first field of a window. */
  autoFocus?: boolean;
}) {
  return (
    <AriaSelect
      validationBehavior="aria"
      id={fieldId(name)}
      isInvalid={Boolean(error)}
      isDisabled={isDisabled}
      autoFocus={autoFocus}
      placeholder={t("select.empty")}
      value={value}
      onChange={(key) => key !== null && onChange(String(key))}
      className={cx("field", className)}
    >
      <FieldLabel optional={optional}>{label}</FieldLabel>
      {hint && <FieldHint>{hint}</FieldHint>}
      <Button className="input select-button">
        <SelectValue />
        <ChevronDown aria-hidden size={20} />
      </Button>
      <FieldErrorText error={error} />
      <Popover className="popover">
        <ListBox className="options">
          {options.map((option) => (
            <ListBoxItem key={option.value} id={option.value} textValue={option.label} className="option">
              {({ isSelected }) => (
                <>
                  <span className="option-check">{isSelected && <Check aria-hidden size={20} />}</span>
                  <span className="option-text">
                    {option.label}
                    {option.note && <span className="option-note">{option.note}</span>}
                  </span>
                </>
              )}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
