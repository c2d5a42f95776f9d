/** Radios and check boxes: a target of 44 px, the label beside it. */
import { Check, Minus } from "lucide-react";
import type { ReactNode } from "react";
import { CheckboxButton, CheckboxField } from "react-aria-components/Checkbox";
import { CheckboxGroup as AriaCheckboxGroup } from "react-aria-components/CheckboxGroup";
import { RadioGroup as AriaRadioGroup, RadioButton, RadioField } from "react-aria-components/RadioGroup";
import { cx } from "./cx.ts";
import { FieldErrorText, FieldHint, FieldLabel, type FieldProps, fieldId } from "./Field.tsx";
import type { Option } from "./Select.tsx";

export function RadioGroup({
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
}: FieldProps & {
  name?: string;
  options: Option[];
  value: string | null;
  onChange: (value: string) => void;
  isDisabled?: boolean;
}) {
  return (
    <AriaRadioGroup
      validationBehavior="aria"
      id={fieldId(name)}
      isInvalid={Boolean(error)}
      isDisabled={isDisabled}
      value={value}
      onChange={onChange}
      className={cx("field", className)}
    >
      <FieldLabel optional={optional}>{label}</FieldLabel>
      {hint && <FieldHint>{hint}</FieldHint>}
      <div className="choices">
        {options.map((option) => (
          <RadioField key={option.value} value={option.value}>
            <RadioButton className="choice">
              <span className="choice-box choice-box-round" aria-hidden />
              <span>
                {option.label}
                {option.note && <span className="option-note">{option.note}</span>}
              </span>
            </RadioButton>
          </RadioField>
        ))}
      </div>
      <FieldErrorText error={error} />
    </AriaRadioGroup>
  );
}

export function Checkbox({
  children,
  isSelected,
  isIndeterminate = false,
  onChange,
  isDisabled = false,
  value,
  name,
}: {
  children: ReactNode;
  isSelected?: boolean;
  isIndeterminate?: boolean;
  onChange?: (selected: boolean) => void;
  isDisabled?: boolean;
  value?: string;
  name?: string;
}) {
  return (
    <CheckboxField
      id={fieldId(name)}
      isDisabled={isDisabled}
      isIndeterminate={isIndeterminate}
      {...(isSelected === undefined ? {} : { isSelected })}
      {...(onChange ? { onChange } : {})}
      {...(value === undefined ? {} : { value })}
    >
      <CheckboxButton className="choice">
        {(state) => (
          <>
            <span className="choice-box" aria-hidden>
              {state.isIndeterminate ? (
                <Minus size={18} strokeWidth={3} />
              ) : (
                state.isSelected && <Check size={18} strokeWidth={3} />
              )}
            </span>
            <span>{children}</span>
          </>
        )}
      </CheckboxButton>
    </CheckboxField>
  );
}

/** Several choices of one list. */
export function CheckboxGroup({
  label,
  hint,
  error,
  optional,
  className,
  name,
  options,
  value,
  onChange,
}: FieldProps & { name?: string; options: Option[]; value: string[]; onChange: (value: string[]) => void }) {
  return (
    <AriaCheckboxGroup
      validationBehavior="aria"
      id={fieldId(name)}
      isInvalid={Boolean(error)}
      value={value}
      onChange={onChange}
      className={cx("field", className)}
    >
      <FieldLabel optional={optional}>{label}</FieldLabel>
      {hint && <FieldHint>{hint}</FieldHint>}
      <div className="choices">
        {options.map((option) => (
          <Checkbox key={option.value} value={option.value}>
            {option.label}
            {option.note && <span className="option-note">{option.note}</span>}
          </Checkbox>
        ))}
      </div>
      <FieldErrorText error={error} />
    </AriaCheckboxGroup>
  );
}
