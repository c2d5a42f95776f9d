/** A paper of an item over the whole screen. */
import Reader from "../pdf/Reader.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import type { Item } from "./types.ts";

export default function Reading({
  item,
  version,
  page,
  onClose,
}: {
  item: Item;
  version: string;
  /** Where to begin. */
  page?: number | undefined;
  onClose: () => void;
}) {
  const paper = item.papers.find((one) => one.version === version);
  if (!paper) return null;
  const at = `/api/versions/${paper.version}`;
  return (
    <Dialog isOpen full onClose={onClose} title={paper.title}>
      <div className="meeting-reading">
        <Reader
          src={`${at}/reading`}
          version={paper.version}
          page={page}
          title={paper.title}
          pages={paper.pages || undefined}
          firstPageImage={`${at}/pages/1?size=large`}
          download={`${at}/original`}
        />
      </div>
    </Dialog>
  );
}
