// What each tool does to rich text, and what the library's editor is made of. Tab always leaves the text: lists go in and out by Ctrl+] and Ctrl+[.
export const ACTIVE = {
  bold: ["bold"], italic: ["italic"], heading: ["heading"], quote: ["blockquote"], list: ["bulletList"], numbers: ["orderedList"],
  code: ["code", "codeBlock"], link: ["link"], picture: ["figure"], table: ["table"],
};

export const RUN = {
  bold: (chain) => chain.toggleBold(),
  italic: (chain) => chain.toggleItalic(),
  heading: (chain) => chain.toggleHeading({ level: 2 }),
  quote: (chain) => chain.toggleBlockquote(),
  list: (chain) => chain.toggleBulletList(),
  numbers: (chain) => chain.toggleOrderedList(),
  code: (chain, { state: { selection } }) => (selection.empty ? chain.toggleCodeBlock() : chain.toggleCode()),
  caption: (chain) => chain.toggleCaption(),
  table: (chain) => chain.insertTable({ rows: 3, cols: 2, withHeaderRow: true }),
  row: (chain) => chain.addRowAfter(),
  column: (chain) => chain.addColumnAfter(),
  "less-row": (chain) => chain.deleteRow(), "less-column": (chain) => chain.deleteColumn(),
  "no-table": (chain) => chain.deleteTable(),
  link(chain, editor, { address, words }) {
    if (!address) return chain.extendMarkRange("link").unsetLink();
    if (!editor.state.selection.empty || editor.isActive("link")) return chain.extendMarkRange("link").setLink({ href: address });
    return chain.insertContent({ type: "text", text: words || address, marks: [{ type: "link", attrs: { href: address } }] });
  },
};

const none = { addKeyboardShortcuts: () => ({}) };
const items = {
  addKeyboardShortcuts() {
    const { editor, name } = this;
    return {
      Enter: () => editor.commands.splitListItem(name), "Mod-]": () => editor.commands.sinkListItem(name), "Mod-[": () => editor.commands.liftListItem(name),
    };
  },
};
const bare = { addAttributes: () => ({}), addExtensions: () => [] };
const caption = { ...bare,
  addKeyboardShortcuts() { // Enter leaves it for a new paragraph below its picture
    const below = ({ state: { selection: { $from } } }) => $from.parent.type.name === this.name && $from.after($from.depth - 1);
    return { Enter: ({ editor }) => below(editor) && editor.chain().insertContentAt(below(editor), { type: "paragraph" }).focus(below(editor) + 1).run() };
  },
};

export const extensions = (all) => [
  all.Document, all.Paragraph, all.Text, all.HardBreak, all.History, all.Dropcursor, all.Gapcursor, all.TrailingNode,
  all.Bold, all.Italic, all.Strike, all.Underline, all.Code, all.Subscript, all.Superscript, all.Link.extend(none).configure({ enableTarget: false }),
  all.Heading.configure({ levels: [1, 2, 3, 4, 5] }), all.Blockquote, all.CodeBlock, all.HorizontalRule, all.BulletList, all.OrderedList, all.ListItem.extend(items),
  all.Figure.extend(bare), all.Caption.extend(caption), all.Image, all.Table.extend(none), all.TableRow, all.TableHeader, all.TableCell,
];
