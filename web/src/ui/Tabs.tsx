/** Parts of one thing, one at a time. The choice is kept by the screen (in its address where it matters). */
import type { ReactNode } from "react";
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from "react-aria-components/Tabs";
import "./tabs.css";

export interface TabPart {
  key: string;
  label: ReactNode;
  content: ReactNode;
}

export function Tabs({
  label,
  parts,
  selected,
  onSelect,
}: {
  label: string;
  parts: TabPart[];
  selected?: string;
  onSelect?: (key: string) => void;
}) {
  return (
    <AriaTabs
      className="tabs"
      {...(selected === undefined ? {} : { selectedKey: selected })}
      {...(onSelect ? { onSelectionChange: (key) => onSelect(String(key)) } : {})}
    >
      <TabList aria-label={label} className="tab-list">
        {parts.map((part) => (
          <Tab key={part.key} id={part.key} className="tab">
            {part.label}
          </Tab>
        ))}
      </TabList>
      {parts.map((part) => (
        <TabPanel key={part.key} id={part.key} className="tab-panel">
          {part.content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
