// Made by generate.ts from en/*.md: change those, then run `npm run messages`.

/// What fills a hole. A list reads as "a, b and c"; a number may choose between one and many.
export type Filling = string | number | readonly string[];

/// Every visible word by its code.
export const MESSAGES = {
  "act-malformed": { text: "This could not be understood: {kind} ({fault}).", help: "Nothing was changed." },
  "act-unknown": { text: "This app does not know how to do this: {name}.", help: "The window and the app may be of different versions. Close the window and open it again." },
  "after-out.close-late": { text: "Leave it out…" },
  "after-out.correct": { text: "Open a correction…" },
  "after-out.correcting": { text: "{name} opened a correction: it goes the whole way again" },
  "after-out.late": { text: "Something arrived after this issue was out." },
  "after-out.late-help": { text: "It is not in the files. A chief opens a correction, or leaves it out for a reason." },
  "after-out.title": { text: "After it is out" },
  "after-out.why-close-late": { text: "Why is it left out?" },
  "after-out.why-correct": { text: "What is to be corrected?" },
  "after-out.why-withdraw": { text: "Why is it withdrawn?" },
  "after-out.withdraw": { text: "Withdraw…" },
  "after-out.withdrawing": { text: "{names} asked to withdraw it. A second person, one of the two a chief, makes it so." },
  "app-name": { text: "Top 5 Desk" },
  "archive.empty": { text: "No issues yet." },
  "archive.find": { text: "Find by number, date or headline" },
  "archive.help": { text: "Every issue of this desk stays here." },
  "archive.nothing": { text: "No issue has these words." },
  "ask-path.choose": { text: "Choose" },
  "ask-path.folder": { text: "Full path of the folder" },
  "ask-path.open": { text: "Full path of the file" },
  "ask-path.save": { text: "Full path of the new file" },
  "ask.reopen": { text: "Why is it reopened?" },
  "ask.reopen-do": { text: "Reopen" },
  "ask.return": { text: "Why is it returned?" },
  "ask.return-do": { text: "Return" },
  "ask.spike": { text: "Why is it spiked?" },
  "ask.spike-do": { text: "Spike" },
  "ask.submit": { text: "Submit with open checks" },
  "ask.submit-do": { text: "Submit" },
  "ask.submit-help": { text: "Each of these must be mended, or may stand for a reason." },
  "ask.suggest": { text: "A reason for your suggestions, if they need one" },
  "ask.suggest-do": { text: "Send suggestions" },
  "ask.waive": { text: "Why it may stand" },
  "assign.commission": { text: "Commission" },
  "assign.do": { text: "Assign" },
  "backup-failed": { text: "Today’s backup could not be made: {path} ({why}).", help: "Work goes on; the next start tries again." },
  "blocking-notes-open": { text: "{count|One blocking note is|# blocking notes are} open.", help: "Each must be answered and resolved first." },
  "board.briefs": { text: "{count|No briefs|One brief|# briefs}, {approved} approved" },
  "board.commission": { text: "Commission an item" },
  "board.details": { text: "Issue details" },
  "board.done": { text: "done" },
  "board.down": { text: "Move “{headline}” down" },
  "board.due": { text: "sign-off due {due}" },
  "board.empty": { text: "No issue yet." },
  "board.empty-help": { text: "An issue holds five ranked items and its briefs. Open the first one, or import one as text." },
  "board.import": { text: "Import…" },
  "board.new-issue": { text: "New issue" },
  "board.no-briefs": { text: "No briefs in this list yet." },
  "board.open-briefs": { text: "Open briefs" },
  "board.pitch": { text: "Pitch an item" },
  "board.preview": { text: "Preview" },
  "board.rank": { text: "Rank {rank}:" },
  "board.rank-empty": { text: "Empty: move an item here from the reserve" },
  "board.ranks": { text: "Ranked items" },
  "board.reserve": { text: "Reserve" },
  "board.reserve-empty": { text: "Items beyond the five wait here." },
  "board.standing": { text: "{approved|None|One|#} of five approved{blocking|| · one blocking note| · # blocking notes}" },
  "board.to-rank": { text: "To rank {rank}" },
  "board.to-reserve": { text: "Move “{headline}” to the reserve" },
  "board.up": { text: "Move “{headline}” up" },
  "board.words": { text: "{words} of {target} words" },
  "body.add": { text: "Add an issuing body" },
  "body.legend": { text: "Issuing body {number}" },
  "body.name": { text: "Name" },
  "body.remove": { text: "Remove this body" },
  "body.short": { text: "Abbreviation" },
  "body.via": { text: "Via" },
  "break-joined": { text: "A sentence that a page or line break had parted was joined: … {before} | {after} …" },
  "brief-mark-missing": { text: "The brief of {day} had no list mark." },
  "brief-moved-on": { text: "The brief “{text}” changed since you opened it.", help: "Read it again first." },
  "brief-nobody-else-saw": { text: "You wrote in the brief “{text}”, so someone else must approve it: {who}." },
  "brief-two-versions": { text: "Two people changed the brief “{text}” offline.", help: "Choose one of the versions first." },
  "brief-unknown": { text: "This brief is not here." },
  "brief-wrong-state": { text: "The brief “{text}” is {state}; that step does not begin there." },
  "brief-year-assumed": { text: "The briefs do not say their year; {year} was taken, the year of most items.", help: "Set the date of the issue if that is wrong." },
  "briefs.add": { text: "Add brief" },
  "briefs.add-many": { text: "Add {count|one brief|# briefs}" },
  "briefs.approve": { text: "Approve {count|one brief|# briefs}" },
  "briefs.edit": { text: "Edit brief" },
  "briefs.empty": { text: "No briefs yet." },
  "briefs.empty-help": { text: "Short dated news, a sentence each. Write one above, or paste many at once." },
  "briefs.keep": { text: "Keep" },
  "briefs.keep-version": { text: "Keep this one" },
  "briefs.list": { text: "List" },
  "briefs.new": { text: "not shared yet" },
  "briefs.not-read": { text: "{count|One line has|# lines have} another form and stay here" },
  "briefs.paste": { text: "Paste briefs, a line each" },
  "briefs.paste-hint": { text: "September 8: what happened (source label)" },
  "briefs.paste-many": { text: "Paste many at once" },
  "briefs.return": { text: "Return {count|one brief|# briefs}" },
  "briefs.returned": { text: "returned by {name}" },
  "briefs.select": { text: "Select: {text}" },
  "briefs.source": { text: "Source label" },
  "briefs.spike": { text: "Spike" },
  "briefs.submit": { text: "Submit {count|one brief|# briefs}" },
  "briefs.submitted": { text: "{count|One brief|# briefs} submitted." },
  "briefs.text": { text: "What happened, in one sentence" },
  "bundle-not-whole": { text: "This bundle has not arrived whole: {path}.", help: "Nothing was taken in. Copy it again, or ask for it again." },
  "bundle-odd": { text: "This is not a bundle that Top 5 Desk writes: {path} ({why}).", help: "Nothing was taken in. Ask whoever gave it to you where it comes from." },
  "bundle-other-desk": { text: "This bundle is for another desk: {path}.", help: "Nothing was taken in." },
  "bundle-too-large": { text: "This bundle is larger than {megabytes} MB: {path}.", help: "Write it without files, or for one laptop alone; files come along by a folder." },
  "bundle.for-all": { text: "Everything" },
  "bundle.for-one": { text: "What {name}’s laptop lacked when it last spoke" },
  "bundle.help": { text: "Taking it in twice, late or in any order changes nothing. A copy that was mailed cannot be called back." },
  "bundle.holds": { text: "What it holds" },
  "bundle.kind": { text: "Bundle of a desk" },
  "bundle.lead": { text: "By stick or mail: one encrypted file that only laptops of this desk can open." },
  "bundle.take": { text: "Take in a bundle" },
  "bundle.taken": { text: "Took in {taken|nothing new|one new entry|# new entries}{files|| and one file| and # files}{waiting||; one segment could not be opened|; # segments could not be opened}." },
  "bundle.with-files": { text: "With evidence and other files" },
  "bundle.write": { text: "Write the bundle" },
  "bundle.written": { text: "Wrote {entries|no entries|one entry|# entries}{files|| with one file| with # files}." },
  "cancel": { text: "Cancel" },
  "card.approved-by": { text: "approved by {name}" },
  "card.blocking": { text: "{count|one blocking note|# blocking notes}" },
  "card.by": { text: "{authors}" },
  "card.changed-since": { text: "changed since its approval" },
  "card.claimed-by": { text: "claimed by {name}" },
  "card.news": { text: "{count} new since you looked" },
  "card.notes": { text: "{count|one note|# notes}" },
  "card.returned": { text: "returned: “{reason}”" },
  "card.suggestions": { text: "{count|one suggestion|# suggestions}" },
  "card.two-versions": { text: "two versions to choose between" },
  "card.unshared": { text: "unshared words of yours" },
  "card.untitled": { text: "Without a headline" },
  "change.again": { text: "Ask for it again" },
  "change.asked": { text: "{name} asked for it {time}. It counts once you sign, too." },
  "change.deputise": { text: "{name} stands in for {of}." },
  "change.end-deputy": { text: "{name} stands in for nobody any more." },
  "change.enrol": { text: "{name} comes to the desk: {roles}." },
  "change.leave": { text: "Leave it" },
  "change.lift": { text: "A laptop of {name} may write again." },
  "change.recovery-key": { text: "The desk has another recovery key." },
  "change.remove": { text: "{name} leaves the desk." },
  "change.revoke": { text: "A laptop of {name} is given up." },
  "change.roles": { text: "{name} becomes: {roles}." },
  "change.sign": { text: "Sign it, too" },
  "change.suspend": { text: "A laptop of {name} is stopped." },
  "change.void": { text: "Not done: {change}" },
  "change.void-help": { text: "Another change of who may do what came first." },
  "change.waits": { text: "Waits for a second chief’s signature." },
  "channel-unknown": { text: "This window asked for something that the app does not know: {channel}.", help: "The window and the app are of different versions. Close the window and open it again." },
  "check-abbreviation-late": { text: "“{short}” is written out only further down.", help: "Write it out here, where it stands first." },
  "check-abbreviation-unexpanded": { text: "“{short}” stands here for the first time: write it out.", help: "The desk’s lists say {name}." },
  "check-abbreviation-unknown": { text: "“{short}” is not explained.", help: "Write it out on first use, or add it to the desk’s words." },
  "check-body-missing": { text: "The item names no issuing body.", help: "Add one under Source." },
  "check-body-unlisted": { text: "“{name}” is not in the desk’s list of issuing bodies." },
  "check-brief-out-of-period": { text: "Out of the issue’s period.", help: "Briefs are of the 60 days before the issue’s date." },
  "check-brief-source-missing": { text: "No source named." },
  "check-currency-form": { text: "“{quote}” is not the house form of an amount.", help: "Three letters, the number, the scale in full: CNY 500 billion." },
  "check-date-form": { text: "“{quote}” is not the house form of a date.", help: "Month, day, year: September 14, 2022." },
  "check-date-missing": { text: "The item has no date.", help: "Set it under Source." },
  "check-double-space": { text: "Two spaces in a row." },
  "check-doubled-word": { text: "“{word}” stands here twice." },
  "check-explainer-untitled": { text: "The explainer has no title." },
  "check-grammar": { text: "{message}" },
  "check-link-bare": { text: "“Link” stands here without a link.", help: "Select it and give the address." },
  "check-link-without-target": { text: "“{text}” is a link without a target.", help: "Select it and give the address, or take the link off." },
  "check-lookalike": { text: "“{quote}” holds a letter that only looks right.", help: "Text extraction often leaves “Al” for “AI”." },
  "check-other-dialect": { text: "“{word}” is spelt the other way across the ocean.", help: "This publication keeps to one spelling." },
  "check-part-long": { text: "{part} is {over|one word|# words} over its target." },
  "check-part-missing": { text: "Nothing is written yet: {part}." },
  "check-part-short": { text: "{part} is {under|one word|# words} under its target." },
  "check-percent": { text: "House style writes “percent”." },
  "check-source-missing": { text: "The item cites no source.", help: "Add one under Source." },
  "check-source-shared": { text: "“{headline}” cites “{title}” too." },
  "check-source-unlinked": { text: "The source “{title}” has no link." },
  "check-space-before": { text: "A space before the sign." },
  "check-spelling": { text: "No dictionary has “{word}”." },
  "check-straight-quotes": { text: "{count|One straight quotation mark or apostrophe|# straight quotation marks or apostrophes} in this paragraph.", help: "House style sets them curly." },
  "check-thousands": { text: "“{quote}” needs commas between thousands." },
  "check-wide-punctuation": { text: "Chinese punctuation next to Latin letters." },
  "checks-open": { text: "The checks found {checks|one thing|# things} that must be mended first.", help: "Mend it, or give a reason why it may stand." },
  "checks.add-word": { text: "Add to the desk’s words" },
  "checks.mend": { text: "Mend" },
  "checks.mend-all": { text: "Mend all {count}" },
  "checks.mend-to": { text: "Mend: {words}" },
  "checks.none": { text: "The checks found nothing." },
  "checks.none-help": { text: "They look at parts and lengths, sources and links, abbreviations, dates, amounts and signs." },
  "checks.not-here": { text: "Not here" },
  "checks.not-in-publication": { text: "Not in this publication" },
  "choose": { text: "Choose…" },
  "claimant-wrote-in-it": { text: "You wrote in this text yourself, so someone else must approve it: {who}.", help: "Ask one of them to read it; they can approve it at once." },
  "close": { text: "Close" },
  "command.edit.copy": { text: "Copy" },
  "command.edit.cut": { text: "Cut" },
  "command.edit.find": { text: "Find and replace" },
  "command.edit.find-issue": { text: "Find in the whole issue" },
  "command.edit.paste": { text: "Paste" },
  "command.edit.paste-plain": { text: "Paste as plain text" },
  "command.edit.redo": { text: "Redo" },
  "command.edit.select": { text: "Select all" },
  "command.edit.undo": { text: "Undo" },
  "command.file.close": { text: "Close window" },
  "command.file.exchange": { text: "Exchange now" },
  "command.file.export": { text: "Export…" },
  "command.file.import": { text: "Import…" },
  "command.file.import-folder": { text: "Import a folder of issues…" },
  "command.file.invite": { text: "Invite someone…" },
  "command.file.leave": { text: "Export the whole desk…" },
  "command.file.new-brief": { text: "New brief" },
  "command.file.new-item": { text: "New item…" },
  "command.file.quit": { text: "Quit Top 5 Desk" },
  "command.file.take-bundle": { text: "Take in a bundle…" },
  "command.file.write-bundle": { text: "Write a bundle…" },
  "command.format.em": { text: "Italic" },
  "command.format.explainer": { text: "Add an explainer" },
  "command.format.lang": { text: "Text in another language…" },
  "command.format.link": { text: "Link…" },
  "command.format.points": { text: "Points" },
  "command.format.strong": { text: "Bold" },
  "command.go.archive": { text: "Archive" },
  "command.go.back": { text: "Back" },
  "command.go.briefs": { text: "Briefs" },
  "command.go.exchange": { text: "Exchange" },
  "command.go.forward": { text: "Forward" },
  "command.go.inbox": { text: "Inbox" },
  "command.go.issue": { text: "This issue" },
  "command.go.people": { text: "People and laptops" },
  "command.go.preview": { text: "Preview" },
  "command.go.settings": { text: "Settings" },
  "command.help.shortcuts": { text: "Keyboard shortcuts" },
  "command.issue.approve-briefs": { text: "Approve selected briefs" },
  "command.issue.correct": { text: "Open a correction…" },
  "command.issue.details": { text: "Issue details…" },
  "command.issue.down": { text: "Move the item down" },
  "command.issue.new": { text: "New issue…" },
  "command.issue.pitch": { text: "Pitch an item…" },
  "command.issue.return-briefs": { text: "Return selected briefs" },
  "command.issue.sign": { text: "Sign off the issue" },
  "command.issue.submit-briefs": { text: "Submit briefs" },
  "command.issue.up": { text: "Move the item up" },
  "command.issue.withdraw": { text: "Withdraw the issue…" },
  "command.item.accept": { text: "Accept suggestion" },
  "command.item.accept-all": { text: "Accept all suggestions" },
  "command.item.approve": { text: "Approve" },
  "command.item.assign": { text: "Assign authors" },
  "command.item.bring-copy": { text: "Bring in a returned copy…" },
  "command.item.claim": { text: "Claim" },
  "command.item.decline": { text: "Decline suggestion" },
  "command.item.next-note": { text: "Next note or suggestion" },
  "command.item.note": { text: "New note" },
  "command.item.recall": { text: "Recall" },
  "command.item.reopen": { text: "Reopen" },
  "command.item.return": { text: "Return" },
  "command.item.review-copy": { text: "Write a review copy…" },
  "command.item.send-review": { text: "Send review" },
  "command.item.share": { text: "Share" },
  "command.item.show-page": { text: "Show on the page" },
  "command.item.spike": { text: "Spike" },
  "command.item.submit": { text: "Submit" },
  "command.item.suggest": { text: "Send as suggestions" },
  "command.item.take-back": { text: "Take back the return" },
  "command.item.take-over": { text: "Take over" },
  "command.item.unspike": { text: "Unspike" },
  "command.view.clean": { text: "Read as if all were accepted" },
  "command.view.dark": { text: "Dark appearance" },
  "command.view.full-screen": { text: "Full screen" },
  "command.view.inspector": { text: "Show or hide the right column" },
  "command.view.larger": { text: "Larger" },
  "command.view.light": { text: "Light appearance" },
  "command.view.marked": { text: "Read with marks" },
  "command.view.next-region": { text: "Next column" },
  "command.view.original": { text: "Read without suggestions" },
  "command.view.palette": { text: "Search or do anything…" },
  "command.view.previous-region": { text: "Previous column" },
  "command.view.rail": { text: "Show or hide the left column" },
  "command.view.seen": { text: "Who has seen what, on the page" },
  "command.view.smaller": { text: "Smaller" },
  "command.view.system": { text: "Appearance of the system" },
  "command.view.usual-size": { text: "Usual size" },
  "comment-left": { text: "Somebody had written this beside the text, and it is kept here only: {text}" },
  "comment-not-ready": { text: "The comment is not ready yet; it is with {who}.", help: "Each author ticks their part as ready." },
  "commission.comment": { text: "Comment by" },
  "commission.due": { text: "Due" },
  "commission.glance": { text: "At a glance by" },
  "commission.headline": { text: "Headline" },
  "commission.nobody": { text: "Nobody yet" },
  "commission.why": { text: "Why this, why now" },
  "complete.keys": { text: "Tab takes it, arrows choose, Esc closes" },
  "complete.list": { text: "Names that this could become" },
  "complete.said": { text: "{words}: Tab takes it." },
  "contents-list": { text: "The contents list of {lines|one line|# lines} was left out; it is made anew from the issue." },
  "convert-needs-output": { text: "Say where the {format} should go: -o with a file name.", help: "For example: -o issue.pdf" },
  "convert-needs-target": { text: "Say what the issue should become: --to with a format, or --json.", help: "For example: top5 convert old.txt --to pdf -o old.pdf" },
  "copy-changed-since": { text: "The file has changed since it was read here.", help: "Nothing was brought in. Choose it again." },
  "copy-known": { text: "{who} brought in this very file on {day}.", help: "What it held is among notes and suggestions. Ask for a later file if there is more." },
  "copy-needs-name": { text: "A returned copy needs the name of who changed it.", help: "Notes and suggestions will bear it." },
  "copy-of-no-text": { text: "This file is not a review copy of any text on this desk.", help: "It does not say which text it was made of, and its words are in none. Was it written by another desk, or has the item not reached this laptop yet?" },
  "copy-too-long": { text: "This Word file is far longer than one item.", help: "Nothing was read of it. A review copy holds one text; bring each in by itself." },
  "copy-unchanged": { text: "Nothing was changed in this copy.", help: "Nothing was brought in. Perhaps the file before the last save was sent." },
  "copy.bring": { text: "Bring in a returned copy…" },
  "copy.bring-title": { text: "Returned review copy" },
  "copy.brings-notes": { text: "{count|No notes|One note|# notes}" },
  "copy.brings-replies": { text: "{count|No answers to notes|One answer to a note|# answers to notes}" },
  "copy.brings-suggestions": { text: "{count|No suggestions|One suggestion|# suggestions}" },
  "copy.brings-unplaced": { text: "{count|Everything has its place|One thing has no place in the text|# things have no place in the text}" },
  "copy.brought-by": { text: "brought in by {name}" },
  "copy.dropped-other": { text: "Only Word files can be brought in here as a returned copy." },
  "copy.item": { text: "Item" },
  "copy.kinds": { text: "Word file" },
  "copy.known-here": { text: "{name} brought in this very file, {when}." },
  "copy.list": { text: "{count|One returned copy|# returned copies}" },
  "copy.moved-on": { text: "The text has changed since this copy was sent. What it brings is shown on the text as it is now." },
  "copy.name": { text: "Who changed it" },
  "copy.name-hint": { text: "Suggestions and notes will bear this name. You sign for having brought them in, and cannot accept them yourself." },
  "copy.of": { text: "{name}, brought in by {by}, {when}" },
  "copy.save": { text: "Save the file…" },
  "copy.section": { text: "Review copy" },
  "copy.section-help": { text: "One item as Word, with its open notes and suggestions, for somebody outside the desk." },
  "copy.take": { text: "Bring in {name}’s copy" },
  "copy.take-nameless": { text: "Bring in this copy" },
  "copy.taken": { text: "{name}’s copy is in: the author or the editor in charge answers it." },
  "copy.title": { text: "A returned copy of “{headline}”" },
  "copy.unplaced-help": { text: "It is kept with the copy, for all to read." },
  "copy.unplaced.copy-declined": { text: "Suggestion that they rejected; it waits for your answer" },
  "copy.unplaced.copy-elsewhere": { text: "Outside the text" },
  "copy.unplaced.copy-footnote": { text: "Footnote" },
  "copy.unplaced.copy-label-gone": { text: "Labels of parts that were deleted; their text stands where it was" },
  "copy.unplaced.copy-line-gone": { text: "Line that was deleted" },
  "copy.unplaced.copy-line-unread": { text: "Line that cannot be read any more" },
  "copy.unplaced.copy-on-suggestion": { text: "Deleted from what is only suggested so far" },
  "copy.unplaced.copy-picture": { text: "Pictures, which have no place here" },
  "copy.write": { text: "Write a review copy…" },
  "copy.write-title": { text: "Review copy for somebody outside the desk" },
  "copy.writer": { text: "{from} (brought in by {by})" },
  "copy.written": { text: "“{name}” holds the text with its open notes and suggestions. Whoever gets it can change it in Word, LibreOffice or Google Docs.", help: "Bring the file in again when it returns." },
  "database-damaged": { text: "The file that holds this desk is damaged.", help: "It was not touched: no sound backup was found beside it, and too little of it can still be read to make it anew. Ask a chief to let this laptop in again; what you handed over is with the others." },
  "database-faulty": { text: "A fault was found in the file that holds this desk. It is mended at the next start.", help: "Close Top 5 Desk and open it again when it suits you. What you write meanwhile is kept." },
  "database-newer": { text: "The desk in this folder was last used by a newer Top 5 Desk than this one.", help: "Update Top 5 Desk on this laptop, then open it again. Nothing was changed." },
  "database-restored": { text: "The file that held this desk was damaged and has been made anew from {entries} entries. Your drafts are here too.", help: "It was made of what could still be read, the newest backup ({backup}) and, at the next exchange, what the others hold. The damaged file is kept in {aside}. There is nothing you have to do." },
  "date-unreadable": { text: "This date was not understood: {text}" },
  "deed.deputise": { text: "{name} stands in for somebody" },
  "deed.deputise-do": { text: "Appoint" },
  "deed.deputise-help": { text: "From now on they may do what that person may, until it is ended: by a chief, or by that person when they are back. The day only reminds people." },
  "deed.deputise-of": { text: "For" },
  "deed.deputise-until": { text: "Until (a reminder)" },
  "deed.lift": { text: "Let this laptop of {name} write again?" },
  "deed.lift-do": { text: "Let it write again" },
  "deed.lift-help": { text: "With two chiefs on the desk both have to sign. What it signed while it was stopped stays set aside; under Exchange a chief can let it count, entry by entry." },
  "deed.remove": { text: "{name} leaves the desk?" },
  "deed.remove-do": { text: "Take off the desk" },
  "deed.remove-help": { text: "What they wrote and signed so far keeps their name and counts. Nothing new from their laptops does, and these get no new text. Whoever stands in for them does so no longer. With two chiefs on the desk both have to sign." },
  "deed.revoke": { text: "Give up this laptop of {name} for good?" },
  "deed.revoke-do": { text: "Give it up" },
  "deed.revoke-help": { text: "It never writes on this desk again; its owner stays, and can be invited to another laptop." },
  "deed.suspend": { text: "Stop this laptop of {name}?" },
  "deed.suspend-do": { text: "Stop it now" },
  "deed.suspend-help": { text: "For a laptop that is stolen or lost. It takes effect at once, on your word alone. Nothing that is signed on it after the last you have of it counts, and it gets no new text of this desk. What it had is still on it." },
  "desk-already-here": { text: "There is a desk on this laptop already.", help: "One folder of data holds one desk." },
  "desk-number-wrong": { text: "That is not a desk’s number.", help: "It has 32 digits from 0 to 9 and a to f, and stands on the same paper." },
  "device-forked": { text: "Its laptop’s history has split, so it has no force" },
  "dialog-not-open": { text: "That question is no longer open.", help: "Choose the command again." },
  "disk-full-soon": { text: "This laptop’s disk is full. The last of the room that was held back has just been used for what you typed.", help: "Free some space now: the next save may not fit. What does not fit stays in the window." },
  "disk-refuses": { text: "This could not be saved in {path}: {why}.", help: "Your text is still in the window. Free some space; it is saved as soon as the disk takes it." },
  "disk.absent": { text: "it is not there" },
  "disk.busy": { text: "another program is using it" },
  "disk.failing": { text: "the disk has a fault" },
  "disk.full": { text: "the disk is full" },
  "disk.no-folder": { text: "it is not a folder" },
  "disk.not-allowed": { text: "you may not write there" },
  "disk.read-only": { text: "it is read-only" },
  "document-damaged": { text: "This file is damaged: {part} cannot be read.", help: "Nothing was imported. It may have been cut short on its way: ask for it once more." },
  "document-encoding": { text: "The letters of this file cannot be read: {part} is not Unicode.", help: "Nothing was imported. Open it in the program it comes from and save it anew." },
  "document-locked": { text: "This file is locked with a password or by a shop.", help: "Nothing was imported. Save it without a password and choose that." },
  "document-none": { text: "This file is not what its name or its beginning says.", help: "Nothing was imported. Open it in the program it comes from, save it anew and choose that." },
  "document-too-deep": { text: "This file is nested deeper than any text is.", help: "Nothing was imported." },
  "document-too-large": { text: "This file holds more than any issue does.", help: "Nothing was imported." },
  "document-type-declared": { text: "This file wants to bring its own rules along: {part}. What could fetch or grow is not read.", help: "Nothing was imported. Open it in the program it comes from, save it anew and choose that." },
  "docx-damaged": { text: "This Word file is damaged: {part} cannot be read.", help: "Nothing was read. It may have been cut short on its way: ask for it once more." },
  "docx-document-type": { text: "This Word file wants to bring its own rules along: {part}. No program writes such files.", help: "Nothing was read." },
  "docx-encoding": { text: "The letters of this Word file cannot be read: {part} is not Unicode.", help: "Nothing was read. Open it in Word and save it anew." },
  "docx-locked-or-old": { text: "This Word file is locked with a password, or was written by a Word of before 2007.", help: "Nothing was read. Open it in Word, save it as .docx without a password, and choose that." },
  "docx-none": { text: "This is not a Word file.", help: "Nothing was read. Choose a file that ends with .docx." },
  "docx-too-deep": { text: "This Word file is nested deeper than any text is: {part}.", help: "Nothing was read." },
  "docx-too-large": { text: "This Word file holds more than any text does.", help: "Nothing was read." },
  "draft-embargo": { text: "The embargo holds until {until}, so every page says DRAFT." },
  "draft-history-arriving": { text: "The history of the desk is still coming to this laptop, so every page says DRAFT.", help: "Export clean files when it is here." },
  "draft-not-approved": { text: "Not everything in this issue is approved yet, so every page says DRAFT." },
  "draft-not-signed": { text: "This issue is not signed off yet, so every page says DRAFT.", help: "A chief and a second person sign it off." },
  "draft-only-editors-export": { text: "Clean files are exported by an editor or a chief, so every page says DRAFT." },
  "email-too-large": { text: "As a letter this issue is too long for mail programs: even with the first part of each item alone it passes {kilobytes} KB.", help: "Write it without Email, or shorten briefs and first parts." },
  "encoding-damaged": { text: "{lost|One letter is|# letters are} damaged in this file, which is in {encoding}, and stand as �. The first: {excerpt}" },
  "encoding-guessed": { text: "The file does not say how its letters are encoded; {encoding} was taken. Check: {excerpt}" },
  "entry-causes-false": { text: "It names entries that cannot have come before it." },
  "entry-founding-false": { text: "It claims to found this desk, and did not." },
  "entry-laptop-out": { text: "Its laptop had been stopped by then." },
  "entry-laptop-renewed": { text: "Its laptop had gone on under new keys by then." },
  "entry-laptop-unknown": { text: "Its laptop was never let in." },
  "entry-malformed": { text: "Not readable as an entry." },
  "entry-no-right": { text: "Its writer had no right to it." },
  "entry-no-roster": { text: "It names no roster." },
  "entry-not-late": { text: "This entry was not set aside for coming late." },
  "entry-other-desk": { text: "It belongs to another desk." },
  "entry-past-last-good": { text: "It came after its laptop was stopped, from before it could know.", help: "A chief can let it count." },
  "entry-payload-swapped": { text: "Its content is not what was signed." },
  "entry-recovery-false": { text: "It claims to come in by the recovery key, and does not." },
  "entry-right-ended": { text: "Its writer had lost the right to it by then, and could not know.", help: "A chief can let it count." },
  "entry-roster-older": { text: "It goes back to an older roster." },
  "entry-signature-bad": { text: "Its signature is not that laptop’s." },
  "entry-too-large": { text: "This is too large for one entry: {kilobytes} KB.", help: "An entry holds at most 1,024 KB. Split the text." },
  "erasure-differs": { text: "What is asked is not what this laptop holds, so it signs nothing.", help: "What {who} asked says otherwise of these entries than they say themselves. Ask them what they meant; tell another chief if it was not them." },
  "erasure-done": { text: "{who} has confirmed this already." },
  "erasure-laptops-behind": { text: "Words can be erased for good once the app is up to date on every laptop. Behind: {who}.", help: "An older app would keep them. Ask them to update Top 5 Desk and to exchange once, or stop a laptop that is gone." },
  "erasure-left-over": { text: "What was erased is gone from this laptop. It may still lie in {places}.", help: "Nobody can reach that from here. A copy of a database that was set aside can be deleted once nobody needs it." },
  "erasure-needs-another": { text: "You asked for this yourself. Somebody else has to confirm it: {who}." },
  "erasure-not-words": { text: "This entry carries no words that can be erased.", help: "Who belongs to the desk, decisions and signatures stay, so that it can always be told who approved what." },
  "erasure-of-head": { text: "This is what is shown and printed now.", help: "Write and share a text without the words first. What it replaced can then be erased." },
  "erasure-unknown": { text: "There is no such request to erase, or it has no force." },
  "erasure-words-not-here": { text: "The words of it are not on this laptop, so it cannot say what goes.", help: "They may have been erased already, or not have arrived yet." },
  "erasure.ask": { text: "Ask" },
  "erasure.asked-now": { text: "Asked. Another editor or chief finds it in their inbox." },
  "erasure.beyond": { text: "What nobody can reach from here: files that were exported, bundles that were mailed or carried away, a database hub, laptops that never meet the others again, and words of yours in a draft." },
  "erasure.choose": { text: "What goes" },
  "erasure.confirm": { text: "Erase for good" },
  "erasure.confirm-lead": { text: "{name} asked on {day} that this goes for good. Read what goes. Once you confirm, nobody can bring it back." },
  "erasure.confirm-title": { text: "Confirm that this is erased" },
  "erasure.confirmed-now": { text: "Erased here. Each other laptop follows when it next meets this one." },
  "erasure.find": { text: "Words to look for" },
  "erasure.find-help": { text: "Every shared text, note, suggestion and file of this item that holds them is listed. Nothing is erased by looking." },
  "erasure.found": { text: "{count|One entry holds them|# entries hold them}" },
  "erasure.found-none": { text: "Nothing shared of this item holds these words." },
  "erasure.goes": { text: "What goes: the words of what you choose, all of that entry, on every laptop of the desk, in its search, its backups and in the shared folder; a file that came with it goes, too." },
  "erasure.gone": { text: "Erased by {name} and {second} on {day}: “{reason}”" },
  "erasure.head": { text: "shown and printed now" },
  "erasure.kind.brief": { text: "brief" },
  "erasure.kind.check": { text: "finding that was let stand" },
  "erasure.kind.commission": { text: "commission" },
  "erasure.kind.copy": { text: "returned copy and its file" },
  "erasure.kind.declined": { text: "reason for declining" },
  "erasure.kind.evidence": { text: "evidence and its file" },
  "erasure.kind.pitch": { text: "pitch" },
  "erasure.kind.proposal": { text: "suggestions" },
  "erasure.kind.reply": { text: "answer to a note" },
  "erasure.kind.review": { text: "review, with all notes sent together" },
  "erasure.kind.revision": { text: "text" },
  "erasure.lead": { text: "For what must go by law. You ask, and another editor or chief confirms. Then nobody on this desk can bring it back, you neither." },
  "erasure.look": { text: "Look" },
  "erasure.note-gone": { text: "The words of this note were erased." },
  "erasure.open": { text: "Ask to erase…" },
  "erasure.reason": { text: "Why it must go" },
  "erasure.reason-help": { text: "Everybody on the desk reads this from now on. Do not repeat the words here." },
  "erasure.review": { text: "Read and decide…" },
  "erasure.stays": { text: "What stays: that there was an entry, by whom and when, its digest, and every decision on it." },
  "erasure.title": { text: "Ask to erase words for good" },
  "erasure.waiting": { text: "{name} asked to erase this: “{reason}”. Another editor or chief has to confirm it." },
  "erasure.words-gone": { text: "The words are not on this laptop." },
  "evidence-empty": { text: "“{name}” is empty.", help: "Nothing was stored." },
  "evidence-not-here": { text: "“{name}” has not reached this laptop yet.", help: "It comes with the next exchange, once the laptop that stored it has met the shared folder." },
  "evidence-page-unreadable": { text: "“{name}” is a page that cannot be read: it is nested deeper than any text is.", help: "Print it as a PDF, and store that. Nothing was stored." },
  "evidence-too-large": { text: "“{name}” is larger than {megabytes} MB.", help: "Store only the pages that the text rests on." },
  "evidence-unknown": { text: "This evidence is not there any more." },
  "evidence-unknown-type": { text: "“{name}” is none of the kinds that can be shown beside the text.", help: "PDF, PNG, JPEG, a saved web page or plain text. Nothing was stored." },
  "evidence.add": { text: "Store a copy…" },
  "evidence.add-title": { text: "Choose the page or file that the source is" },
  "evidence.beside": { text: "{name}, beside the text" },
  "evidence.check": { text: "I have checked the text against it" },
  "evidence.checked-by": { text: "Checked by {names}" },
  "evidence.checked-older": { text: "Checked by {names}; the text has changed since" },
  "evidence.drop": { text: "Drop" },
  "evidence.fetched": { text: "fetched {day}, {size}" },
  "evidence.for": { text: "For" },
  "evidence.hide": { text: "Hide" },
  "evidence.kinds": { text: "PDF, image, web page or text" },
  "evidence.loading": { text: "Opening…" },
  "evidence.none": { text: "No copy of a source is stored yet." },
  "evidence.show": { text: "Show beside the text" },
  "evidence.title": { text: "Evidence" },
  "evidence.unchecked": { text: "Nobody has checked the text against it" },
  "exchange-one-way": { text: "Name one of --folder, --hub, --bundle and --take-in; --to and --files go with --bundle.", help: "Without any of them the laptops meet where they met before." },
  "exchange.adopt": { text: "Let it count" },
  "exchange.at-hub": { text: "Hub {place}" },
  "exchange.change": { text: "Change…" },
  "exchange.choose": { text: "Choose the shared folder…" },
  "exchange.done": { text: "Took in {taken|nothing|one entry|# entries}, handed over {handed|nothing|one entry|# entries}." },
  "exchange.first": { text: "Meets the others for the first time" },
  "exchange.handed": { text: "Handed over {time}" },
  "exchange.holds": { text: "holds {holds} of your {own}" },
  "exchange.holds-all": { text: "holds all of yours" },
  "exchange.hub": { text: "Use a hub…" },
  "exchange.hub-address": { text: "Address of the hub" },
  "exchange.hub-help": { text: "Whoever runs the database gives it to you: postgresql://anna:password@host/database. It is kept with this laptop’s keys." },
  "exchange.hub-meet": { text: "Meet there" },
  "exchange.last": { text: "last looked {time}" },
  "exchange.never": { text: "not heard of yet" },
  "exchange.no-folder": { text: "No shared folder or hub is set: this laptop works alone, and by bundles." },
  "exchange.nobody": { text: "Unknown laptop" },
  "exchange.none": { text: "No folder or hub yet" },
  "exchange.now": { text: "Exchange now" },
  "exchange.others": { text: "Other laptops" },
  "exchange.out-of-reach": { text: "Out of reach · {count|nothing|one entry|# entries} to hand over" },
  "exchange.own": { text: "{own|One entry|# entries} of yours, {handed} handed over" },
  "exchange.quarantine": { text: "{count|Nothing set aside|One entry set aside|# entries set aside}" },
  "exchange.quarantine-empty": { text: "Entries that do not count are listed here, with the reason. Nothing is dropped silently." },
  "exchange.to-hand": { text: "{count|nothing|one entry|# entries} to hand over" },
  "exchange.waiting": { text: "{count|One file|# files} not arrived whole yet" },
  "export.busy": { text: "Writing…" },
  "export.clean": { text: "{count|One clean file|# clean files} written. The issue is out." },
  "export.do": { text: "Export…" },
  "export.draft": { text: "{count|One file|# files} written, marked DRAFT on every page." },
  "export.embargo": { text: "Embargo until {until}" },
  "export.kilobytes": { text: "{kilobytes} KB" },
  "export.title": { text: "Files" },
  "export.where": { text: "Folder for the files" },
  "field.bodies": { text: "Issuing bodies" },
  "field.byline": { text: "Byline" },
  "field.date": { text: "Date" },
  "field.sources": { text: "Sources" },
  "file-not-a-file": { text: "{path} is not a file.", help: "Give the path of one file." },
  "file-not-absolute": { text: "{path} is no full path to a file." },
  "file-not-opened": { text: "No program on this machine opened {path}.", help: "The file is written: open it from its folder." },
  "file-not-text": { text: "This file is not text.", help: "Nothing was imported. An issue can be text, Word, OpenDocument, RTF, EPUB, HTML, Markdown or top5-issue JSON." },
  "file-not-written": { text: "This file could not be written: {path} ({why}).", help: "Nothing was left half-written. Choose another place, or free this one." },
  "file-too-large": { text: "This file is too large: {path} has {megabytes} MB, the limit is {limit} MB.", help: "Nothing was changed." },
  "file-unreadable": { text: "This file cannot be read: {path}.", help: "Nothing was changed. See that the path is right and that you may open the file." },
  "find.choose": { text: "Change this place in {title}" },
  "find.count": { text: "{at} of {count}" },
  "find.done": { text: "{count|One place|# places} changed in your drafts. Share them when they are right." },
  "find.go": { text: "Find" },
  "find.left": { text: "{left|One place was|# places were} left: the words there had changed." },
  "find.match-case": { text: "Match case" },
  "find.next": { text: "Next" },
  "find.none": { text: "Nothing found" },
  "find.none-help": { text: "Drafts of yours are searched too; those of others stay theirs." },
  "find.places": { text: "{count|One place|# places}" },
  "find.previous": { text: "Previous" },
  "find.replace": { text: "Replace" },
  "find.replace-all": { text: "Replace all {count}" },
  "find.replace-chosen": { text: "Replace {count|one place|# places}" },
  "find.title": { text: "Find and replace in the issue" },
  "find.what": { text: "Find" },
  "find.whole-issue": { text: "In the whole issue" },
  "find.whole-word": { text: "Whole words" },
  "find.with": { text: "Replace with" },
  "folder-not-writable": { text: "Nothing can be kept in this folder: {path} ({why}).", help: "Nothing was changed. Free the folder for writing, or start Top 5 Desk with another one." },
  "folder-unreachable": { text: "The shared folder is out of reach: {path} ({why}).", help: "Work goes on here; it is handed over when the folder is back." },
  "foot.not-saved": { text: "Not saved yet: the disk does not take it" },
  "foot.part-words": { text: "{part} {count} of {target}" },
  "foot.role": { text: "You are {roles}" },
  "foot.saved": { text: "Saved on this laptop" },
  "foot.saved-here": { text: "Saved on this laptop, not shared" },
  "foot.saving": { text: "Saving…" },
  "foot.words": { text: "{words|one word|# words}" },
  "format-unknown": { text: "{format} is not a format. There are {formats}.", help: "Give one of them behind --to." },
  "format.docx": { text: "Word" },
  "format.email": { text: "Email" },
  "format.epub": { text: "E-book (EPUB)" },
  "format.html": { text: "Web page" },
  "format.json": { text: "JSON" },
  "format.markdown": { text: "Markdown" },
  "format.pdf": { text: "PDF" },
  "format.text": { text: "Plain text" },
  "frame.inspector": { text: "Details" },
  "frame.rail": { text: "Places" },
  "frame.where": { text: "Where you are" },
  "glance-not-ready": { text: "The facts at a glance are not ready yet; they are with {who}.", help: "Each author ticks their part as ready." },
  "history-arriving": { text: "The history of the desk is still coming to this laptop: {done} of {total} entries are here.", help: "You can read everything and write drafts. Share, review and decide when it is here; nothing that you type is lost. If it does not go on, ask a colleague for a bundle: that brings it, too." },
  "history.accepted": { text: "accepted suggestions" },
  "history.alike": { text: "No difference." },
  "history.approve": { text: "approved" },
  "history.arriving": { text: "History: {done} of {total} entries checked" },
  "history.brought": { text: "brought in a returned copy by" },
  "history.chose": { text: "chose between two versions" },
  "history.claim": { text: "claimed" },
  "history.compare": { text: "Compare" },
  "history.declined": { text: "declined suggestions" },
  "history.deleted-by": { text: "Deleted by {names}" },
  "history.edited": { text: "edited in review" },
  "history.hide": { text: "Hide" },
  "history.imported": { text: "imported the text" },
  "history.inserted-by": { text: "Inserted by {names}" },
  "history.merged": { text: "merged two versions" },
  "history.no-force": { text: "Without force: {why}" },
  "history.now": { text: "The text as it stands here" },
  "history.private": { text: "{count|One earlier text of mine|# earlier texts of mine}, on this laptop only" },
  "history.proposed": { text: "suggested changes" },
  "history.recall": { text: "recalled" },
  "history.reopen": { text: "reopened" },
  "history.restore": { text: "Restore" },
  "history.restored": { text: "restored an earlier text" },
  "history.return": { text: "returned" },
  "history.reviewed": { text: "sent notes" },
  "history.shared": { text: "shared the text" },
  "history.spike": { text: "spiked" },
  "history.submit": { text: "submitted" },
  "history.take": { text: "Take as my draft" },
  "history.take-back": { text: "took back the return" },
  "history.take-over": { text: "took over" },
  "history.unspike": { text: "unspiked" },
  "history.with": { text: "Compare with" },
  "history.withdrew": { text: "withdrew suggestions" },
  "house.add": { text: "Add" },
  "house.american": { text: "American" },
  "house.british": { text: "British" },
  "house.dialect": { text: "Spelling" },
  "house.remove": { text: "Take {word} off the list" },
  "house.rules": { text: "What each rule counts as" },
  "house.save": { text: "Save the house style" },
  "house.terms": { text: "Terms that are written out on first use, one a line" },
  "house.title": { text: "House style" },
  "house.word": { text: "Word" },
  "house.words": { text: "The desk’s words" },
  "house.words-help": { text: "Right here, whatever a dictionary says. Anyone adds to them." },
  "hub-address-malformed": { text: "That is not the address of a hub.", help: "It looks like postgresql://anna:password@host/database. Ask whoever runs it." },
  "hub-not-set-up": { text: "This database is not set up as a hub: {place}.", help: "Whoever runs it sets it up once with set-up.sql, which comes with the app." },
  "hub-refuses": { text: "The hub’s rules do not let this laptop write: {place} ({why}).", help: "Your login writes under its own laptops alone. Whoever runs the hub sees in its table of devices who holds this one." },
  "hub-refuses-login": { text: "The hub does not know this login, or the password is wrong: {place}.", help: "Ask whoever runs the hub for your address." },
  "hub-unreachable": { text: "The hub is out of reach: {place} ({why}).", help: "Work goes on here; it is handed over when the hub is back." },
  "hyphen-at-line-end": { text: "A hyphen at the end of a line was kept: {text}", help: "Take it out if the word has none." },
  "import-empty": { text: "There is no text in this.", help: "Nothing was imported. Choose a file that holds an issue: as text, Word, OpenDocument, RTF, EPUB, HTML, Markdown or top5-issue JSON." },
  "import-is-copy": { text: "This Word file holds one item: it comes home as a review copy.", help: "Bring it in as a returned copy." },
  "import-nothing-found": { text: "Neither an item nor a brief was found in this file.", help: "Nothing was imported. If it is an issue, import it by itself and name the words that its parts begin with." },
  "import-nothing-there": { text: "There is no issue in this folder: {path}.", help: "Choose a folder with issues as text, Word, OpenDocument, RTF, EPUB, HTML, Markdown or JSON." },
  "import-running": { text: "A folder is being brought in already.", help: "Wait for it, or stop it." },
  "import-too-many": { text: "There are {count} files in this folder; at most {limit} are brought in at a time.", help: "Part them into several folders." },
  "import.add": { text: "Add to this issue" },
  "import.again": { text: "Read again" },
  "import.article": { text: "Source" },
  "import.as-issue": { text: "as an issue of its own" },
  "import.bodies": { text: "Issuing bodies" },
  "import.body": { text: "Issuing body" },
  "import.briefs-title": { text: "Title of the briefs" },
  "import.comment": { text: "Comment" },
  "import.contents": { text: "Contents" },
  "import.date": { text: "Date" },
  "import.dateless": { text: "no date" },
  "import.do": { text: "Open as an issue" },
  "import.done": { text: "Imported, with {count|no findings|one finding|# findings} beside the board." },
  "import.explainer": { text: "Explainer" },
  "import.findings": { text: "{count|One finding|# findings} of the import" },
  "import.folder-close": { text: "Close" },
  "import.folder-done": { text: "{count|No issue was|One issue was|# issues were} brought in; {refused|no file was|one file was|# files were} not." },
  "import.folder-in": { text: "brought in, {count|no findings|one finding|# findings}" },
  "import.folder-left": { text: "Stopped: {left|no file was|one file was|# files were} not looked at." },
  "import.folder-run": { text: "Issue {done} of {total}" },
  "import.folder-stop": { text: "Stop" },
  "import.folder-title": { text: "Import a folder of issues" },
  "import.glance": { text: "At a glance" },
  "import.here": { text: "This issue stands on the desk already: {name}. It is not brought in twice." },
  "import.into": { text: "into the reserve of the issue in work ({issue})" },
  "import.item": { text: "{rank}. {headline} ({words|no word|one word|# words})" },
  "import.items": { text: "{count|No item|One item|# items}, {briefs|no brief|one brief|# briefs}" },
  "import.items-title": { text: "Title of the items" },
  "import.kinds": { text: "Issues: text, Word, OpenDocument, RTF, EPUB, HTML, Markdown, JSON" },
  "import.line": { text: "Line {line}:" },
  "import.look": { text: "{file}: what is in it" },
  "import.nameless": { text: "No name of a publication" },
  "import.numberless": { text: "no number" },
  "import.of": { text: "{name}, {number}, {date}" },
  "import.show-here": { text: "Go to that issue" },
  "import.target": { text: "Bring it in" },
  "import.title": { text: "Import an issue" },
  "import.words": { text: "Words of this layout" },
  "import.words-help": { text: "These words were taken for the beginnings of the parts. Change what the file writes otherwise, and read it again." },
  "imprint-parted": { text: "A line of the imprint held {parts} lines and was parted." },
  "inbox.empty": { text: "Nothing needs you now." },
  "inbox.empty-help": { text: "What is to write, answer, review or sign comes here from all open issues." },
  "inbox.lead": { text: "{count|One thing needs|# things need} you now" },
  "internal": { text: "Something went wrong inside the app. Nothing was changed. Incident {incident}.", help: "The log of this laptop holds the details under this incident. Your drafts are safe." },
  "invitation-malformed": { text: "This is not an invitation to a desk.", help: "Ask the chief for the file again." },
  "issue-here-already": { text: "This issue stands on the desk already: {name}.", help: "Nothing was imported. Open that one in the archive or on the board." },
  "issue-known": { text: "This issue exists already." },
  "issue-moved-on": { text: "The issue changed since you opened it.", help: "Read what is new, then sign." },
  "issue-not-found": { text: "No issue of this desk has the number or name {wanted}.", help: "Give its number, as in --issue 10." },
  "issue-unfinished": { text: "The issue is not whole yet.", help: "Every rank needs an item with one shared text." },
  "issue-unknown": { text: "This issue is not here.", help: "It may be on its way from another laptop." },
  "issue-wrong-state": { text: "The issue is {state}; that step begins from: {from}.", help: "After it is out, a chief opens a correction." },
  "issue.contact": { text: "Contact" },
  "issue.credits": { text: "Credits" },
  "issue.credits-hint": { text: "A heading with a colon, below it a person a line: name, role." },
  "issue.date": { text: "Date" },
  "issue.due": { text: "Sign-off due" },
  "issue.embargo": { text: "Embargo until (UTC)" },
  "issue.number": { text: "No. {number}" },
  "issue.number-label": { text: "Number" },
  "issue.open": { text: "Open the issue" },
  "issue.publisher": { text: "Publisher, a line each" },
  "issue.title": { text: "Title" },
  "item-known": { text: "This item exists already." },
  "item-unknown": { text: "This item is not here.", help: "It may be on its way from another laptop." },
  "item.add-source": { text: "Add source, issuing body and date" },
  "item.approve": { text: "Approve" },
  "item.assign": { text: "Assign authors…" },
  "item.changed-since": { text: "Changed since it was approved" },
  "item.checks": { text: "Checks" },
  "item.claim": { text: "Claim" },
  "item.claimed-by-you": { text: "claimed by you" },
  "item.comment-hint": { text: "What it means, in our words" },
  "item.comment-ready": { text: "Comment is ready" },
  "item.commission": { text: "Commission…" },
  "item.explainer-hint": { text: "What a reader needs to know first" },
  "item.glance-hint": { text: "The facts: a paragraph, then its points" },
  "item.glance-ready": { text: "At a glance is ready" },
  "item.headline": { text: "Headline" },
  "item.headline-hint": { text: "What happened, in one line" },
  "item.history": { text: "History" },
  "item.let-go": { text: "Let my words go" },
  "item.recall": { text: "Recall" },
  "item.reopen": { text: "Reopen…" },
  "item.return": { text: "Return…" },
  "item.review": { text: "Review" },
  "item.send-review": { text: "Send review ({count})" },
  "item.share": { text: "Share" },
  "item.share-and-submit": { text: "Share and submit" },
  "item.source": { text: "Source" },
  "item.stale": { text: "The shared text moved on since you began. New in it:" },
  "item.submit": { text: "Submit" },
  "item.suggest": { text: "Send as suggestions…" },
  "item.take-back": { text: "Take back the return" },
  "item.text": { text: "Text of the item" },
  "item.title-hint": { text: "Title of the explainer" },
  "item.unspike": { text: "Unspike" },
  "join-request-gone": { text: "This request to join is no longer there.", help: "Ask the person to send it again, from the same invitation." },
  "join-request-malformed": { text: "A request to join in the folder cannot be read." },
  "joining.help": { text: "If they are the same on both sides, the chief lets this laptop in, and the desk opens here." },
  "joining.lead": { text: "Your request lies in the shared folder. Call the chief and compare these six words:" },
  "joining.look": { text: "Look again now" },
  "joining.words": { text: "Six words to compare" },
  "json-logo-elsewhere": { text: "This file names the publication’s logo and does not hold its picture.", help: "What is written of it here goes without the logo. On a desk the desk’s own is printed." },
  "json-malformed": { text: "The issue cannot be taken: {path} {problem}.", help: "Nothing was imported. Put the value right and try again." },
  "json-other-format": { text: "This JSON is not an issue: its format is {format}.", help: "Nothing was imported. An issue begins with format top5-issue/1." },
  "json-too-deep": { text: "This JSON is nested too deeply to be an issue.", help: "Nothing was imported." },
  "json-unknown-key": { text: "This key is not known here and was kept as it is: {path}" },
  "json-unreadable": { text: "This JSON cannot be read: {problem}", help: "Nothing was imported. The file may be cut short: copy it again." },
  "key-store-failed": { text: "The system’s key store did not answer ({reason}).", help: "The desk can be opened with its passphrase instead." },
  "keys-malformed": { text: "The desk’s keys for this laptop cannot be opened.", help: "Ask the chief to let this laptop in again." },
  "lang.de": { text: "German" },
  "lang.es": { text: "Spanish" },
  "lang.fr": { text: "French" },
  "lang.ja": { text: "Japanese" },
  "lang.ko": { text: "Korean" },
  "lang.la": { text: "Latin" },
  "lang.ru": { text: "Russian" },
  "lang.zh-hans": { text: "Chinese, simplified" },
  "lang.zh-hant": { text: "Chinese, traditional" },
  "lang.zh-latn": { text: "Chinese in Latin letters (pinyin)" },
  "language-out": { text: "Spelling and grammar are not checked: {why}", help: "The other checks go on. Close the app and start it again; if it says so again, install it anew." },
  "laptop-forked": { text: "A copy of this laptop’s data wrote under the same name, so nothing is signed here now.", help: "Open People and laptops: it says what happened, and what to do. What you type is kept." },
  "laptop-needs-no-word": { text: "This laptop needs no chief’s word." },
  "laptop-out": { text: "A chief has stopped this laptop: nothing is signed on it now.", help: "What you type stays here and is not lost. Ask a chief: two of them let a laptop write again." },
  "laptop-unconfirmed": { text: "Its laptop went on from a history that had split, and no chief had confirmed it." },
  "laptop-unknown": { text: "No such laptop is known on this desk.", help: "The Exchange screen lists them with their people." },
  "laptop.left": { text: "no longer on the desk" },
  "laptop.lift": { text: "Let it write again…" },
  "laptop.revoke": { text: "Give it up…" },
  "laptop.revoked": { text: "given up" },
  "laptop.suspend": { text: "Stop it…" },
  "laptop.suspended": { text: "stopped" },
  "laptops-behind": { text: "New keys can be taken once the app is up to date on every laptop. Behind: {who}.", help: "Ask them to update Top 5 Desk and to exchange once." },
  "leave-arriving": { text: "The desk’s history is still arriving at this laptop.", help: "Export it when everything is here." },
  "leave-stopped": { text: "Stopped. Nothing was written." },
  "leave-there-already": { text: "There is something at {path} already.", help: "Nothing is written over. Name a new folder." },
  "leave-under-way": { text: "The whole desk is being exported already." },
  "leave.absent": { text: "{absent|One stored file is|# stored files are} not on this laptop and not in the folder; what is missing is listed inside." },
  "leave.do": { text: "Choose where…" },
  "leave.done": { text: "The whole desk is in {path}: {files|one file|# files}, {entries|one entry|# entries}." },
  "leave.item-state": { text: "State: {state}" },
  "leave.note-resolved": { text: "resolved" },
  "leave.notes-title": { text: "Notes" },
  "leave.people-title": { text: "The people of the desk and their laptops" },
  "leave.person-deputy": { text: "stands in for {name}" },
  "leave.person-laptop": { text: "laptop {device}, its public key {key}" },
  "leave.person-left": { text: "left the desk" },
  "leave.person-roles": { text: "{roles}" },
  "leave.progress": { text: "Exporting the whole desk" },
  "leave.readme-absent": { text: "These stored files were not to be had when this was written:" },
  "leave.readme-check": { text: "To check an entry without this app: its id is the SHA-256 of “top5/entry/v1”, a zero byte, and the header. The header’s “payload” is the SHA-256 of the payload. “prev” is the id of the entry before it of the same “device”, whose places are counted by “seq”. “signature” is that device’s Ed25519 signature over the id’s 64 letters. An entry also counts whose own signature is bad while a later one of the same unbroken chain is good. A device’s id is the first 32 digits of the SHA-256 of “top5/device/v1”, a zero byte, and its public key in hexadecimal digits." },
  "leave.readme-issues": { text: "issues/ has a folder for each issue, with all formats that it could be written in. “DRAFT” in a name: it was not out as it stands. A file that ends in .manifest.json says who approved what and lists the files that are byte for byte those that were put out. issue-record.json and briefs.json hold settings, ranks, signatures and briefs with all that was signed about them." },
  "leave.readme-items": { text: "items/ has a folder for each item: text.md is its last shared text, history.txt tells in words what happened to it, item.json holds every revision, decision, note and suggestion, and all that was signed about it, oldest first. evidence/ beside them holds what was kept as evidence, and returned copies." },
  "leave.readme-ledger": { text: "ledger/entries.jsonl is what all of this was made of: {entries|one entry|# entries}, one line each, laptop by laptop in the order of writing. Each line is a JSON object. “header” and “payload” are texts, themselves JSON, and byte for byte what was signed; a payload that is null was erased. “standing” is how the entry counted here, with the reason where it did not." },
  "leave.readme-not": { text: "Not in here: what people typed and did not share, and the keys of laptops." },
  "leave.readme-people": { text: "people.txt says who belongs to the desk, with which role and which laptops; people.json is the same as data, with each laptop’s public key (“sign”, Ed25519, in hexadecimal digits). publication.json holds what prints on every issue, the issuing bodies and the house style; logo.png or logo.jpg beside it is its logo." },
  "leave.readme-plain": { text: "None of this is encrypted, and none of it needs the app that wrote it: text, Markdown, JSON, PDF, Word, web pages, and evidence and logo as they were kept." },
  "leave.readme-unwritten": { text: "These files could not be written; the other formats beside them say the same:" },
  "leave.readme-what": { text: "The whole desk of “{name}”, as it was on {date} on the laptop of {who}." },
  "leave.stop": { text: "Stop" },
  "leave.title": { text: "Export the whole desk" },
  "leave.warn": { text: "Everything that the desk shares goes into one new folder, as files that need no app of ours. It is not encrypted: whoever has the folder reads every text, note and name in it." },
  "leave.where": { text: "A new folder for the whole desk" },
  "link-joined": { text: "A link that was in two halves was joined: {text}" },
  "link-not-opened": { text: "No program on this machine opened {address}.", help: "Copy the address and open it yourself." },
  "link-scheme-refused": { text: "This link was not opened: {address}.", help: "Only web and mail addresses (https, http, mailto) open outside the app. Correct the link in the text." },
  "link-unsafe": { text: "This link was taken away, since it is neither web nor mail: {link}" },
  "link-without-target": { text: "The target of this link is not known: {text}", help: "Give it its address, or take the link away." },
  "logo-broken": { text: "This picture is damaged or breaks off.", help: "Save it once more from the program that made it, and choose it again." },
  "logo-for-press": { text: "The colours of this picture are made for a printing press (CMYK), and screens show them differently.", help: "Save it in RGB colours, as PNG or JPEG." },
  "logo-moves": { text: "This picture moves, and paper does not.", help: "Save a single picture of it as PNG." },
  "logo-not-here": { text: "The publication’s logo has not reached this laptop yet.", help: "It comes with the next exchange, once the laptop that chose it has met the others. Or choose the picture again in the settings." },
  "logo-not-it": { text: "The file that lies here as the publication’s logo is not the picture that was chosen.", help: "A chief can choose the logo again in the settings." },
  "logo-too-large": { text: "A logo has at most {kilobytes} KB, and this file is larger.", help: "It goes into every web page and e-book whole. Save it with fewer pixels: 1000 across are plenty." },
  "logo-too-many-pixels": { text: "This picture has {width} × {height} pixels, and a logo at most {most} on a side.", help: "In print it is at most 60 mm wide. Save it smaller: 1000 pixels across are plenty." },
  "logo-turned": { text: "This picture lies on its side or is mirrored, and only a note in it says how to turn it.", help: "Some programs follow the note and others do not. Open it in any picture program, save it upright, and choose it again." },
  "logo-unknown-type": { text: "This file is neither a PNG nor a JPEG picture.", help: "Those are the two that every format can show, Word and e-books included. Export the logo as PNG from the program that made it; of an SVG too." },
  "logo-unusual": { text: "This is a kind of JPEG that many programs cannot read.", help: "Save it as an ordinary JPEG or, better, as PNG." },
  "logo.choose": { text: "Choose a logo…" },
  "logo.choose-title": { text: "Choose the publication’s logo" },
  "logo.hint": { text: "Printed above the title of PDF, Word, web page and e-book. PNG or JPEG, up to 512 KB and 2000 pixels a side. The email keeps to the name." },
  "logo.kinds": { text: "PNG or JPEG picture" },
  "logo.none": { text: "Drop a picture here, or choose one." },
  "logo.on-dark": { text: "On dark screens" },
  "logo.on-light": { text: "On paper and light screens" },
  "logo.remove": { text: "Remove the logo" },
  "logo.replace": { text: "Choose another…" },
  "logo.size": { text: "{width} × {height} pixels, {kilobytes} KB" },
  "logo.title": { text: "Logo" },
  "logo.unsaved": { text: "Not saved yet" },
  "look-alike": { text: "“{found}” was read as “{meant}”, as the item itself says." },
  "look-alike-doubt": { text: "Is “{found}” meant as “{meant}”? It was left as it is: {headline}" },
  "look-unknown": { text: "There is no such part of this look." },
  "look.contents": { text: "Back to the contents" },
  "look.day": { text: "Reader’s window light" },
  "look.formats": { text: "What the issue looks like, format by format" },
  "look.frame": { text: "The issue as {format}" },
  "look.letter": { text: "As mail programs show it" },
  "look.light": { text: "Light" },
  "look.links": { text: "Links are shown here, not opened." },
  "look.narrow": { text: "Narrow, as on a phone" },
  "look.night": { text: "Reader’s window dark" },
  "look.part": { text: "Part of the message" },
  "look.plain": { text: "As plain text" },
  "look.subject": { text: "Subject: {subject}" },
  "look.wide": { text: "Wide window" },
  "look.width": { text: "Width" },
  "look.word": { text: "Word lays this file out itself." },
  "look.word-help": { text: "Line and page breaks come from Word and its fonts, so nothing here can show them. The words and their order are those of the PDF; headings, lists and contents are real ones. This file says DRAFT on every page, even once the issue is signed, holds what is shared, and puts nothing out." },
  "look.word-open": { text: "Write a draft as Word file and open it…" },
  "manifest-none": { text: "There is no manifest in {path}.", help: "A manifest lies beside the files of each final export and ends in “.manifest.json”. Exports that say DRAFT have none." },
  "margin-left": { text: "This stood at the head or foot of the pages, and is kept here only: {text}" },
  "mark.lang": { text: "Language of this text" },
  "mark.link": { text: "Web or mail address" },
  "mark.link-fault": { text: "A link begins with https:// or mailto: and has no spaces. Leave it empty while the address is not known." },
  "mark.remove": { text: "Remove" },
  "mark.set": { text: "Set" },
  "menu.edit": { text: "Edit" },
  "menu.file": { text: "File" },
  "menu.format": { text: "Format" },
  "menu.go": { text: "Go" },
  "menu.help": { text: "Help" },
  "menu.issue": { text: "Issue" },
  "menu.item": { text: "Item" },
  "menu.label": { text: "Menus" },
  "menu.view": { text: "View" },
  "message-malformed": { text: "What was sent for {channel} is not complete: {place} ({fault}).", help: "Nothing was changed. Please report this with the incident's log." },
  "message-not-plain": { text: "What was sent for {channel} cannot be read ({fault}, at {place}).", help: "Nothing was changed. Please report this with the incident's log." },
  "message-too-large": { text: "This is too large to hand over at once: more than {limit} bytes for {channel}.", help: "Nothing was changed. Import large files with Import, or in several parts." },
  "mode.edit": { text: "Editing directly" },
  "mode.label": { text: "What typing does" },
  "mode.read": { text: "Reading" },
  "mode.suggest": { text: "Suggesting" },
  "name-looks-like": { text: "The name {name} reads like {like}'s, and is not the same.", help: "Letters of another alphabet, or invisible ones, let one person pass for another. Nobody was let in. Write the name in the letters that this desk uses, or with something that tells the two apart." },
  "needs-newer-app": { text: "{count|One entry|# entries} about this item can only be read by a newer app.", help: "Update this app, then decide." },
  "no-desk-in-folder": { text: "There is no desk in this folder: {path}.", help: "Name the folder of data that the window shows at first start." },
  "no-desk-yet": { text: "There is no desk on this laptop yet.", help: "Open the sample, start one, or join one." },
  "no-folder-yet": { text: "No shared folder or hub is set.", help: "Choose one under Exchange." },
  "no-issue-open": { text: "No issue of this desk is open.", help: "Name one with --issue, by its number." },
  "no-such-return": { text: "That return no longer stands." },
  "no-text-yet": { text: "There is no shared text yet.", help: "Write, then share it." },
  "nobody-else-saw": { text: "Nobody but {who} has seen all of what they wrote here.", help: "Someone else must read the text and approve it, or send a review of it." },
  "not-a-member": { text: "This laptop does not belong to the desk yet.", help: "A chief lets it in under People and laptops." },
  "not-admitted-yet": { text: "A chief has not let this laptop in yet.", help: "Compare the six words with them by voice." },
  "note-left": { text: "This footnote has no place in an issue and is kept here only: {text}", help: "Copy it to where it belongs." },
  "note-unknown": { text: "This note is not here." },
  "note.blocking": { text: "Blocking note" },
  "note.blocking-word": { text: "blocking note" },
  "note.drop": { text: "Drop" },
  "note.is-blocking": { text: "Blocks approval until resolved" },
  "note.keep": { text: "Keep in my review" },
  "note.mention": { text: "Mention" },
  "note.mention-whom": { text: "Mention someone…" },
  "note.new": { text: "New note" },
  "note.new-on": { text: "New note on “{quote}”" },
  "note.open": { text: "Note" },
  "note.orphaned": { text: "The words it speaks of are gone." },
  "note.recall": { text: "asked to recall" },
  "note.reopen": { text: "Reopen" },
  "note.reply": { text: "Reply" },
  "note.resolve": { text: "Resolve" },
  "note.send-reply": { text: "Send reply" },
  "note.text": { text: "Note" },
  "note.unsent": { text: "Note of yours, not sent yet" },
  "note.unsent-word": { text: "not sent yet" },
  "note.word": { text: "note" },
  "note.you": { text: "You" },
  "nothing-late": { text: "Nothing has arrived since the issue was out." },
  "nothing-recognised": { text: "No item and no brief was found in this text.", help: "An item begins with its headline and the label “At a glance:”." },
  "nothing-to-share": { text: "There is nothing here that is not shared already." },
  "notices.label": { text: "Notices" },
  "obstacle.blocking-notes": { text: "{count|One blocking note|# blocking notes} to resolve" },
  "obstacle.brief-findings": { text: "{count|One finding|# findings} of the checks: {text}" },
  "obstacle.brief-not-approved": { text: "Not approved yet ({state}): {text}" },
  "obstacle.brief-two-versions": { text: "In two versions: {text}" },
  "obstacle.item-not-approved": { text: "Not approved yet: {state}" },
  "obstacle.suggestions": { text: "{count|One suggestion|# suggestions} without an answer" },
  "obstacle.two-versions": { text: "Stands in two versions" },
  "only-assigned-author": { text: "Only an author assigned to this item can do this: {who}.", help: "An editor or chief can change who writes it, on the board." },
  "only-author-or-claimant": { text: "Only its authors or who claimed it answer suggestions: {who}.", help: "Write a note if you disagree with a suggestion." },
  "only-chief": { text: "Only a chief can do this: {who}.", help: "Ask one of them." },
  "only-claimant": { text: "{who} has claimed this and decides.", help: "A chief can take it over." },
  "only-claimant-or-chief": { text: "Only {who}, who claimed this, or a chief can do this.", help: "Ask them, or write a note." },
  "only-editor-or-chief": { text: "Only an editor or a chief can do this: {who}.", help: "Ask one of them, or a chief for the role." },
  "only-note-writer-or-editor": { text: "This note is blocking: only {who} or an editor can resolve it.", help: "Reply to it, and say what you changed." },
  "only-returner-or-chief": { text: "Only {who}, who returned this, or a chief can take that back." },
  "only-reviewer-suggests": { text: "Suggestions can be made while an item is submitted or in review; this one is {state}." },
  "only-submitter": { text: "Only who submitted this can recall it: {who}.", help: "An editor can return it instead." },
  "only-writers-write-briefs": { text: "Only authors, editors and chiefs write briefs.", help: "Ask a chief for the role." },
  "ordinal-missing": { text: "The number of this headline was missing: {headline}" },
  "own-suggestion": { text: "Nobody accepts their own suggestion.", help: "You can withdraw it, or wait for its author." },
  "page-number": { text: "The page number {text} was left out." },
  "palette.issue": { text: "Issue" },
  "palette.label": { text: "Search or do anything" },
  "palette.nothing": { text: "Nothing is called that." },
  "palette.placeholder": { text: "Search or do anything…" },
  "paper.a4": { text: "A4" },
  "paper.us-letter": { text: "US Letter" },
  "passphrase-needed": { text: "This laptop’s keys need your passphrase.", help: "Give it in the window, or name a file in TOP5_PASSPHRASE_FILE." },
  "passphrase-short": { text: "A passphrase needs at least {least} characters.", help: "Three or four words are easy to remember and hard to guess." },
  "passphrase-wrong": { text: "That is not the passphrase.", help: "Nothing was changed. Try again." },
  "people.admit": { text: "The words are the same: let {name} in" },
  "people.another-laptop": { text: "Another laptop…" },
  "people.asks": { text: "{name} asks to join." },
  "people.change": { text: "Change" },
  "people.change-of": { text: "Change {name}" },
  "people.compare": { text: "Call them, and compare these six words:" },
  "people.deputise": { text: "Stand-in for…" },
  "people.deputy": { text: "Stands in for {name}: {roles}." },
  "people.deputy-until": { text: "Until {day}, as agreed; it ends when it is ended here." },
  "people.end-deputy": { text: "End it" },
  "people.gone": { text: "No longer on the desk: {names}." },
  "people.heard": { text: "last heard of {time}" },
  "people.invitation-where": { text: "Where to keep the invitation" },
  "people.invite": { text: "Invite someone" },
  "people.invite-help": { text: "Send the file to this person by mail or on a stick. It is good for one laptop; you compare six words by voice before it is let in." },
  "people.invite-laptop": { text: "For another laptop of {name}. What they may do stays as it is." },
  "people.invited": { text: "The invitation for {name} is in {path}." },
  "people.laptop": { text: "Laptop" },
  "people.name": { text: "Name" },
  "people.remove": { text: "Leaves the desk…" },
  "people.role-of": { text: "{name}: {role}" },
  "people.roles": { text: "Roles of {name}" },
  "people.this-laptop": { text: "This laptop" },
  "people.write-invitation": { text: "Write the invitation…" },
  "pictures-left": { text: "{count|One picture was|# pictures were} left out; an issue is text." },
  "preflight-blocking-notes": { text: "“{headline}” has {count|a blocking note|# blocking notes}.", help: "Answer and resolve each." },
  "preflight-brief-findings": { text: "The brief “{text}”: {count|one finding|# findings} of the checks." },
  "preflight-brief-not-approved": { text: "The brief “{text}” is not approved yet ({state})." },
  "preflight-brief-two-versions": { text: "The brief “{text}” stands in two versions." },
  "preflight-issue-undated": { text: "The issue has no date.", help: "Set it under Issue details." },
  "preflight-item-not-approved": { text: "“{headline}” is not approved yet ({state})." },
  "preflight-open": { text: "{count|One thing stands|# things stand} in the way of sign-off.", help: "Each is listed beside the board, with a link to its place." },
  "preflight-rank-empty": { text: "Rank {rank} is empty.", help: "Move an item there from the reserve." },
  "preflight-rank-versions": { text: "Two people ranked items differently offline.", help: "Place them again on the board." },
  "preflight-suggestions": { text: "“{headline}” has {count|a suggestion|# suggestions} without an answer.", help: "Accept or decline each." },
  "preflight-two-versions": { text: "“{headline}” stands in two versions.", help: "Choose between them." },
  "preflight.clean": { text: "Everything is approved and answered." },
  "preflight.go": { text: "Go there" },
  "preflight.hints": { text: "{count|One hint|# hints}" },
  "preflight.in-brief": { text: "“{text}”: {words}" },
  "preflight.title": { text: "{count|Nothing stands|One thing stands|# things stand} in the way" },
  "preview.beside": { text: "Printed pages" },
  "preview.hide": { text: "Close the pages" },
  "preview.imprint": { text: "People and imprint" },
  "preview.mine": { text: "With my unshared words" },
  "preview.outline": { text: "What is where" },
  "preview.page": { text: "Page {page}" },
  "preview.pages": { text: "{pages|One page|# pages}" },
  "preview.places": { text: "Pages, by what is printed on them" },
  "preview.title": { text: "Preview and sign-off" },
  "preview.zone": { text: "To the text: {words}" },
  "preview.zone-facts": { text: "To the text: sources and facts" },
  "print-laptops-behind": { text: "This way of printing can be chosen once the app is up to date on every laptop. Behind: {who}.", help: "An older app would take the issue for another one. Ask them to update Top 5 Desk and to exchange once." },
  "proposal-base-aside": { text: "It proposes changes to a text that was set aside.", help: "It shows again once a chief lets that text count." },
  "proposal-base-erased": { text: "The text that it was made on was erased. What it says is kept, but cannot be shown beside anything." },
  "rail.archive": { text: "Archive" },
  "rail.briefs": { text: "Briefs" },
  "rail.briefs-group": { text: "Noteworthy" },
  "rail.desk": { text: "Desk" },
  "rail.exchange": { text: "Exchange" },
  "rail.inbox": { text: "Inbox" },
  "rail.issue": { text: "This issue" },
  "rail.people": { text: "People and laptops" },
  "rail.preview": { text: "Preview" },
  "rail.settings": { text: "Settings" },
  "readers-bring-no-copies": { text: "Readers bring in no returned copies.", help: "An author, a copy editor or an editor can." },
  "readers-do-not-pitch": { text: "Readers write notes; they do not pitch.", help: "Ask a chief for another role." },
  "readers-do-not-write": { text: "Readers write notes; they do not decide on findings.", help: "Ask a chief for another role." },
  "readers-keep-no-evidence": { text: "Readers look at evidence; they do not store or check it.", help: "Ask a chief for another role." },
  "reading.clean": { text: "As if all were accepted" },
  "reading.label": { text: "Show the text" },
  "reading.marked": { text: "With marks" },
  "reading.original": { text: "Without suggestions" },
  "reason-missing": { text: "Say why, in a few words.", help: "Whoever gets it back needs to know." },
  "recovery-nothing-here": { text: "Nothing here opens by this recovery key.", help: "See that the folder or hub is the one where the desk meets, and that the paper is the newest one." },
  "recovery-paper-old": { text: "The desk has gone on under keys that this paper does not open.", help: "Another recovery key was made since. Take the newest paper." },
  "recovery-words-wrong": { text: "These are not the 24 words of a recovery key.", help: "One may be misspelt or in the wrong place: the last word checks the others." },
  "recovery.another": { text: "Make another" },
  "recovery.desk": { text: "Desk number" },
  "recovery.kept": { text: "This desk has a recovery key on paper." },
  "recovery.kept-it": { text: "I have them on paper" },
  "recovery.make": { text: "Make a recovery key" },
  "recovery.none": { text: "This desk has no recovery key yet." },
  "recovery.none-help": { text: "Should every chief’s laptop be lost, nobody could let anyone in any more. A recovery key is 24 words on paper, kept in a safe: with them a new laptop comes in as a chief’s." },
  "recovery.print": { text: "Print" },
  "recovery.sheet": { text: "Recovery key of {name}" },
  "recovery.sheet-help": { text: "These words are shown this once and kept nowhere. Print them or write them down, and lock them away. Whoever has them can come into the desk as a chief: choose “Come back by recovery key” at the first start of Top 5 Desk." },
  "recovery.used": { text: "The recovery key has been used. Replace it." },
  "recovery.used-help": { text: "Whoever has the old paper could come in again. If it was none of you, stop that laptop first." },
  "recovery.words": { text: "The 24 words" },
  "review.empty": { text: "No notes or suggestions." },
  "review.empty-help": { text: "Select words and write a note; it waits in your review until you send it." },
  "review.resolved": { text: "{count|One resolved note|# resolved notes}" },
  "reviewer-wrote-it": { text: "You wrote part of this text, so someone else must review it: {who}.", help: "Every text needs a second pair of eyes." },
  "revision-erased": { text: "The words of this text were erased for good." },
  "revision-unknown": { text: "This revision is not here.", help: "It may be on its way from another laptop." },
  "role-parted": { text: "Name and role of {name} stood in one line and were parted." },
  "role.chief": { text: "chief" },
  "role.editor": { text: "editor" },
  "roles.author": { text: "Author" },
  "roles.chief": { text: "Chief" },
  "roles.copy-editor": { text: "Copy editor" },
  "roles.editor": { text: "Editor" },
  "roles.reader": { text: "Reader" },
  "roster-already-founded": { text: "This desk has a founder already." },
  "roster-deputy-already": { text: "This person stands in for somebody already.", help: "End that first." },
  "roster-laptop-known": { text: "This laptop is on the desk already." },
  "roster-last-chief": { text: "A desk always has a chief.", help: "Make someone else chief first." },
  "roster-member-left": { text: "This person has left the desk.", help: "Invite them anew if they come back." },
  "roster-member-unknown": { text: "This person is not on the desk." },
  "roster-nothing-new": { text: "That is so already." },
  "roster-second-void": { text: "There is no such change to sign, or you made it yourself.", help: "A second chief signs it." },
  "rule.check-abbreviation-late": { text: "Abbreviation written out too late" },
  "rule.check-abbreviation-unexpanded": { text: "Listed abbreviation not written out on first use" },
  "rule.check-abbreviation-unknown": { text: "Abbreviation that nobody explains" },
  "rule.check-body-unlisted": { text: "Issuing body that is not listed" },
  "rule.check-brief-out-of-period": { text: "Brief out of the issue’s period" },
  "rule.check-brief-source-missing": { text: "Brief without a source" },
  "rule.check-currency-form": { text: "Amounts in house form" },
  "rule.check-date-form": { text: "Dates in house form" },
  "rule.check-double-space": { text: "Double spaces" },
  "rule.check-doubled-word": { text: "Doubled words" },
  "rule.check-grammar": { text: "Grammar" },
  "rule.check-link-bare": { text: "The word “Link” without a link" },
  "rule.check-link-without-target": { text: "Link without a target" },
  "rule.check-lookalike": { text: "Look-alike letters" },
  "rule.check-other-dialect": { text: "British or American spelling" },
  "rule.check-part-long": { text: "Part over its target length" },
  "rule.check-part-short": { text: "Part far under its target length" },
  "rule.check-percent": { text: "Percent in words" },
  "rule.check-source-shared": { text: "Two items on one source" },
  "rule.check-source-unlinked": { text: "Source without a link" },
  "rule.check-space-before": { text: "Space before a sign" },
  "rule.check-spelling": { text: "Spelling" },
  "rule.check-straight-quotes": { text: "Straight quotation marks" },
  "rule.check-thousands": { text: "Commas between thousands" },
  "rule.check-wide-punctuation": { text: "Chinese punctuation next to Latin letters" },
  "running-head": { text: "A line that stands on several pages was left out: {text}" },
  "save": { text: "Save" },
  "seen.all": { text: "Every word has been seen by a second person." },
  "seen.gone": { text: "{writers} deleted this; seen by {readers}" },
  "seen.gone-alone": { text: "{writers} deleted this; nobody else has seen it" },
  "seen.line": { text: "{writers}: {count|one word|# words}" },
  "seen.line-alone": { text: "seen by nobody else yet" },
  "seen.line-fields": { text: "changed: {fields}" },
  "seen.line-readers": { text: "seen by {readers}" },
  "seen.nothing": { text: "Nothing is shared yet." },
  "seen.nothing-new": { text: "All of it stood in an approved text." },
  "seen.readers": { text: "Read as it stands, and signed: {readers}" },
  "seen.show": { text: "Show it on the page" },
  "seen.span": { text: "{writers} wrote this; seen by {readers}" },
  "seen.span-alone": { text: "{writers} wrote this; nobody else has seen it" },
  "seen.title": { text: "Who has seen what" },
  "seen.unseen": { text: "Nobody else has seen all that {writers} wrote" },
  "segment-copies-differ": { text: "Another copy of what is in it differs, and the laptop that wrote it is not known here yet." },
  "segment-foreign": { text: "Not a segment of this desk." },
  "segment-no-key": { text: "Under a key that has not reached this laptop." },
  "segment-not-yet": { text: "Not arrived whole yet." },
  "segment-too-large": { text: "Larger than anything of ours: not taken in." },
  "sender-refused": { text: "This window may not ask the station for anything.", help: "Only the app’s own page may. If you see this, close the window and report it." },
  "settings.accent": { text: "Brand colour" },
  "settings.appearance": { text: "Appearance" },
  "settings.bodies": { text: "Issuing bodies, a line each" },
  "settings.bodies-hint": { text: "Abbreviation, name and original name, with upright bars between" },
  "settings.briefs": { text: "Title of the briefs" },
  "settings.comment": { text: "Label of the comment" },
  "settings.items": { text: "Title of the ranked items" },
  "settings.lists": { text: "Brief lists, a line each" },
  "settings.only-chief": { text: "A chief changes these." },
  "settings.paper": { text: "Page of PDF and Word" },
  "settings.publication": { text: "Publication" },
  "settings.save": { text: "Save for new issues" },
  "settings.saved": { text: "Saved. New issues print it so." },
  "settings.target-comment": { text: "Words in the comment" },
  "settings.target-explainer": { text: "Words in an explainer" },
  "settings.target-glance": { text: "Words at a glance" },
  "several-issues": { text: "Several issues are meant: {names}.", help: "Say which with --issue, by its number." },
  "several-laptops": { text: "Several laptops go by this name: {names}.", help: "Name one of them by its id." },
  "sign-off-needs-chief": { text: "One of the two signatures must be a chief’s: {who}." },
  "sign-off.done": { text: "Signed off by two. The next export is clean." },
  "sign-off.out": { text: "Out: exported by {name}, {time}." },
  "sign-off.second": { text: "Waits for a second signature." },
  "sign-off.sign": { text: "Sign off No. {number}" },
  "sign-off.signed": { text: "{role} · signed {time}" },
  "sign-off.title": { text: "Sign-off" },
  "sign-off.waive": { text: "Why may this stand? {check}" },
  "signed-already": { text: "You have signed this issue as it stands.", help: "It waits for a second person." },
  "signer-wrote-all": { text: "You wrote all of this issue, so others must sign it: {who}." },
  "snapshot-differed": { text: "What this laptop showed while the history was coming was not what the history says, in {rows} places.", help: "Everything is now as the signed history has it. Tell the chief who let you in: their laptop may need care." },
  "source-link-more": { text: "A source has one link; this one of “{title}” has more. The other is kept here." },
  "source.add": { text: "Add a source" },
  "source.again": { text: "Cite again" },
  "source.again-none": { text: "One that this desk cites often…" },
  "source.legend": { text: "Source {number}" },
  "source.link": { text: "Link" },
  "source.link-fault": { text: "A web address begins with https://" },
  "source.original": { text: "Original title" },
  "source.remove": { text: "Remove this source" },
  "source.title": { text: "Title in English" },
  "split.asks": { text: "A laptop of {name} goes on with new keys.", help: "Its data had been copied or put back from a backup. Call {name}, ask which laptop they work with, and confirm only the one that shows these six words:" },
  "split.confirm": { text: "The words are the same: {name} goes on" },
  "split.elsewhere": { text: "This laptop’s data has gone on elsewhere.", help: "A copy of it took new keys, so nothing can be signed here under the old ones. What you type stays safe. If this laptop is to go on as well, give it new keys; a chief then has to confirm it." },
  "split.mine": { text: "A copy of this laptop’s data is in use elsewhere.", help: "Its disk was copied, or its data came back from an old backup while other copies went on. Both copies wrote under one name. All that either wrote can be read here; decisions signed since then do not count." },
  "split.other": { text: "Two copies of {name}’s laptop wrote under one name.", help: "All that either wrote can be read; decisions that were signed there since then do not count. Ask {name} to open People and laptops on the copy they work with and go on with new keys." },
  "split.renew": { text: "Go on with new keys" },
  "split.renewed": { text: "This laptop has new keys." },
  "split.wait": { text: "This laptop has new keys and waits for a chief’s word.", help: "Call a chief and read them these six words. They are on the chief’s screen under People and laptops." },
  "split.words": { text: "The six words" },
  "standing.contested": { text: "Its laptop’s history has split; readable, without force." },
  "standing.pending": { text: "Waits for entries that it names." },
  "standing.unknown": { text: "Needs a newer app." },
  "state.approved": { text: "Approved" },
  "state.changes-requested": { text: "Changes requested" },
  "state.corrected": { text: "Corrected" },
  "state.in-review": { text: "In review" },
  "state.open": { text: "Open" },
  "state.out": { text: "Out" },
  "state.pitch": { text: "Pitch" },
  "state.re-review": { text: "Re-review" },
  "state.signed-off": { text: "Signed off" },
  "state.spiked": { text: "Spiked" },
  "state.submitted": { text: "Submitted" },
  "state.withdrawn": { text: "Withdrawn" },
  "state.writing": { text: "Writing" },
  "station-locked": { text: "The keys of this laptop are locked.", help: "Give your passphrase." },
  "station-running": { text: "Top 5 Desk runs in this folder already: {path}.", help: "Use its window, or close it first." },
  "station-unreachable": { text: "The station did not answer ({reason}).", help: "Your text on this screen is still here. Close the app and open it again; drafts are kept on this laptop." },
  "stray-letters": { text: "“{found}” was read as {meant}, by the address in the imprint." },
  "suggestion-clashes": { text: "The text changed where this suggestion would.", help: "Make the change by hand, or decline it." },
  "suggestion-gone": { text: "This suggestion has been answered already." },
  "suggestion.accept": { text: "Accept" },
  "suggestion.accept-all": { text: "Accept all {count}" },
  "suggestion.decline": { text: "Decline" },
  "suggestion.decline-all": { text: "Decline all {count}" },
  "suggestion.decline-why": { text: "Why, if it needs saying" },
  "suggestion.deletes": { text: "Deletion suggested by {name}" },
  "suggestion.formats": { text: "Other formatting:" },
  "suggestion.inserts": { text: "Insertion suggested by {name}" },
  "suggestion.joins": { text: "Joins two paragraphs" },
  "suggestion.lists": { text: "Paragraph to point, or back" },
  "suggestion.moves": { text: "Moves:" },
  "suggestion.nowhere": { text: "The text changed here. Make the change by hand, or decline it." },
  "suggestion.reformats": { text: "Formatting suggested by {name}" },
  "suggestion.says-deleted": { text: "Delete: {before}" },
  "suggestion.says-inserted": { text: "Insert: {after}" },
  "suggestion.says-replaced": { text: "Replace “{before}” by “{after}”" },
  "suggestion.splits": { text: "Splits the paragraph" },
  "suggestion.withdraw": { text: "Withdraw" },
  "suggestion.withdraw-all": { text: "Withdraw all {count}" },
  "suggestion.word": { text: "suggestion" },
  "suggestion.your-deletion": { text: "Your deletion, not sent yet" },
  "suggestion.your-formatting": { text: "Your formatting, not sent yet" },
  "suggestion.your-insertion": { text: "Your insertion, not sent yet" },
  "suggestions-pending": { text: "{count|One suggestion waits|# suggestions wait} for an answer.", help: "Accept or decline each first." },
  "task-admit": { text: "{name} asks to join. Compare the six words." },
  "task-blocking-notes": { text: "{count|A blocking note|# blocking notes} to answer" },
  "task-briefs": { text: "{count|One brief|# briefs} to read and approve" },
  "task-change-void": { text: "What you asked for was not done: another change of who may do what came first." },
  "task-change-waiting": { text: "{name} asked to change who may do what. It counts once you sign, too." },
  "task-erase": { text: "{name} asks to erase words of it for good: {reason}" },
  "task-mentioned": { text: "You are mentioned: “{text}”" },
  "task-returned": { text: "Returned: “{reason}”" },
  "task-second-reader": { text: "{name} wrote in it; it needs you to approve it" },
  "task-sign": { text: "Complete: waits for your signature" },
  "task-sign-second": { text: "Signed once: waits for a second signature" },
  "task-submitted": { text: "Submitted, nobody has claimed it" },
  "task-suggestions": { text: "{count|A suggestion|# suggestions} to answer" },
  "task-two-versions": { text: "Two versions to choose between" },
  "task-write": { text: "To write · {words|one word|# words} so far" },
  "task-your-review": { text: "In review with you" },
  "task-your-review-blocked": { text: "In review with you · {count|one blocking note|# blocking notes} open" },
  "task.admit": { text: "Let in" },
  "task.answer": { text: "Answer" },
  "task.approve": { text: "Approve" },
  "task.choose": { text: "Choose" },
  "task.erase": { text: "Erase" },
  "task.mentioned": { text: "Read" },
  "task.review": { text: "Review" },
  "task.roster": { text: "Decide" },
  "task.sign": { text: "Sign" },
  "task.write": { text: "Write" },
  "text-deleted": { text: "Somebody had deleted this with changes being tracked in Word or its like, and it is kept here only: {text}" },
  "text-hidden": { text: "This text is in the file but is not shown by it, and is kept here only: {text}" },
  "text-moved-on": { text: "The text changed since you opened it.", help: "Read what is new first; your step is still there." },
  "text-not-placed": { text: "This text has no place in an issue and is kept here only (near: {place}).", help: "Copy it to where it belongs." },
  "text-read-only": { text: "The text is {state}, so it is read-only for you now.", help: "Write a note or a suggestion, or ask who has it." },
  "text-repeated": { text: "This line stands in the file once more and was left out here: {text}" },
  "text-too-large": { text: "This text has {megabytes} MB; an issue has at most {limit} MB.", help: "Nothing was read. If the issue is inside a larger file, save that part alone as text." },
  "two-versions-open": { text: "Two people changed this offline, and both versions stand.", help: "Choose between them first; both are kept until then." },
  "undo": { text: "Undo" },
  "unshared-words": { text: "You have words here that only this laptop knows.", help: "Share them first, or let them go." },
  "vault-damaged": { text: "The file with this laptop’s keys cannot be read: {path}.", help: "Restore it from a backup, or ask a chief to let this laptop in anew." },
  "vault-system-missing": { text: "The keys were kept by the system’s key store, which is not there now.", help: "Start the app in the session where the key store runs." },
  "vault-system-refused": { text: "The system’s key store did not give the keys.", help: "Unlock it, then open the app again." },
  "verify-changed-since": { text: "The issue has changed since it was exported." },
  "verify-corrected": { text: "The issue has been corrected since: these files are of an earlier edition." },
  "verify-decision-gone": { text: "“{text}”: its approval no longer stands." },
  "verify-decision-no-force": { text: "“{text}”: the approval by {by} has no force." },
  "verify-decision-not-here": { text: "“{text}”: the approval by {by} is not here.", help: "Meet the other laptops, then check again." },
  "verify-decision-other": { text: "“{text}”: the entry that the manifest names is no approval of these words by a second person." },
  "verify-fields-other": { text: "Title, number or date are not those of the issue." },
  "verify-file-changed": { text: "{name} is not the file that was exported: its content has changed." },
  "verify-file-missing": { text: "{name} is missing, or is no plain file." },
  "verify-file-name": { text: "The manifest names a file that no export writes and that was not opened: {name}" },
  "verify-file-unrecorded": { text: "{name} is as the manifest says, but nobody of this desk is known to have exported it." },
  "verify-issue-not-here": { text: "The issue is not on this desk, or has not arrived here yet." },
  "verify-issue-other": { text: "The issue was never signed as the manifest says: another digest." },
  "verify-line-other": { text: "“{text}”: names or times are not those of the ledger." },
  "verify-malformed": { text: "“{name}” is no manifest (at {place})." },
  "verify-not-signed-off": { text: "The named signatures are not those of a chief and a second person." },
  "verify-other-desk": { text: "This manifest is of another desk." },
  "verify-roster-not-here": { text: "The list of people that the manifest names is not here." },
  "verify-signature-no-force": { text: "The signature by {by} is not under this issue, or has no force." },
  "verify-signature-not-here": { text: "The signature by {by} is not here.", help: "Meet the other laptops, then check again." },
  "verify-text-left-out": { text: "“{text}” is in the issue that was signed, and not in the manifest." },
  "verify-text-not-here": { text: "“{text}” is not in the issue that was signed." },
  "verify-text-other": { text: "“{text}”: the issue that was signed had other words, or had it at another place." },
  "verify-text-uncovered": { text: "“{text}”: the manifest names no approval." },
  "verify-withdrawn": { text: "The issue has been withdrawn." },
  "verify.do": { text: "Check exported files…" },
  "verify.sound": { text: "{files|one file is|# files are} as exported; {texts|its one text is|all # texts are} approved, and the issue is signed off." },
  "verify.where": { text: "Folder with exported files and their manifest" },
  "versions.both": { text: "Keep both, one after the other" },
  "versions.choose": { text: "Choose a version" },
  "versions.deleted": { text: "(deleted)" },
  "versions.empty": { text: "(empty)" },
  "versions.keep": { text: "Keep what I chose" },
  "versions.merged": { text: "Two people changed this apart. It fits together as shown below." },
  "versions.order": { text: "Their order of paragraphs" },
  "versions.take-merged": { text: "Take the merged text" },
  "versions.title": { text: "{count|Two versions of one place|Two versions of # places}: nothing is lost until you choose" },
  "weight.error": { text: "Must be mended" },
  "weight.hint": { text: "A hint" },
  "weight.off": { text: "Off" },
  "welcome.busy": { text: "One moment…" },
  "welcome.create": { text: "Start a desk" },
  "welcome.create-do": { text: "Start the desk" },
  "welcome.create-help": { text: "For your institute’s briefing. You are its first chief." },
  "welcome.folder": { text: "This window keeps its desk in {folder}." },
  "welcome.folder-label": { text: "The desk’s shared folder" },
  "welcome.institute": { text: "Institute" },
  "welcome.invitation": { text: "Invitation file" },
  "welcome.join": { text: "Join a desk" },
  "welcome.join-do": { text: "Ask to join" },
  "welcome.join-help": { text: "With the invitation that a chief sent you." },
  "welcome.lead": { text: "Five ranked items, their comment, the short news: written by several, seen by a second pair of eyes, signed by two." },
  "welcome.name": { text: "Your name" },
  "welcome.or-hub": { text: "Or the address of its hub" },
  "welcome.passphrase": { text: "Passphrase" },
  "welcome.passphrase-again": { text: "Passphrase again" },
  "welcome.passphrase-differs": { text: "The two are not alike." },
  "welcome.passphrase-help": { text: "It seals this laptop’s keys. Nobody can restore it: three or four words that you will remember." },
  "welcome.publication": { text: "Name of the briefing" },
  "welcome.recover": { text: "Come back by recovery key" },
  "welcome.recover-do": { text: "Come back" },
  "welcome.recover-help": { text: "With the 24 words on paper, where no chief can let you in." },
  "welcome.recover-words": { text: "In their order; capital letters and spaces do not matter." },
  "welcome.sample": { text: "Open the sample" },
  "welcome.sample-do": { text: "Open the sample desk" },
  "welcome.sample-help": { text: "A whole issue in all states, with colleagues at work." },
  "welcome.unlock": { text: "Unlock" },
  "welcome.ways": { text: "How to begin" },
  "window-lost": { text: "The window could not be shown ({reason})." },
  "wrong-state": { text: "This is {state}; that step begins from: {from}.", help: "The state moved on, perhaps on another laptop. What can be done now stands in the top bar." },
} as const satisfies Record<string, { text: string; help?: string }>;

/// What each code with holes must be given.
export interface Holes {
  "act-malformed": { fault: Filling; kind: Filling };
  "act-unknown": { name: Filling };
  "after-out.correcting": { name: Filling };
  "after-out.withdrawing": { names: Filling };
  "backup-failed": { path: Filling; why: Filling };
  "blocking-notes-open": { count: Filling };
  "board.briefs": { approved: Filling; count: Filling };
  "board.down": { headline: Filling };
  "board.due": { due: Filling };
  "board.rank": { rank: Filling };
  "board.standing": { approved: Filling; blocking: Filling };
  "board.to-rank": { rank: Filling };
  "board.to-reserve": { headline: Filling };
  "board.up": { headline: Filling };
  "board.words": { target: Filling; words: Filling };
  "body.legend": { number: Filling };
  "break-joined": { after: Filling; before: Filling };
  "brief-mark-missing": { day: Filling };
  "brief-moved-on": { text: Filling };
  "brief-nobody-else-saw": { text: Filling; who: Filling };
  "brief-two-versions": { text: Filling };
  "brief-wrong-state": { state: Filling; text: Filling };
  "brief-year-assumed": { year: Filling };
  "briefs.add-many": { count: Filling };
  "briefs.approve": { count: Filling };
  "briefs.not-read": { count: Filling };
  "briefs.return": { count: Filling };
  "briefs.returned": { name: Filling };
  "briefs.select": { text: Filling };
  "briefs.submit": { count: Filling };
  "briefs.submitted": { count: Filling };
  "bundle-not-whole": { path: Filling };
  "bundle-odd": { path: Filling; why: Filling };
  "bundle-other-desk": { path: Filling };
  "bundle-too-large": { megabytes: Filling; path: Filling };
  "bundle.for-one": { name: Filling };
  "bundle.taken": { files: Filling; taken: Filling; waiting: Filling };
  "bundle.written": { entries: Filling; files: Filling };
  "card.approved-by": { name: Filling };
  "card.blocking": { count: Filling };
  "card.by": { authors: Filling };
  "card.claimed-by": { name: Filling };
  "card.news": { count: Filling };
  "card.notes": { count: Filling };
  "card.returned": { reason: Filling };
  "card.suggestions": { count: Filling };
  "change.asked": { name: Filling; time: Filling };
  "change.deputise": { name: Filling; of: Filling };
  "change.end-deputy": { name: Filling };
  "change.enrol": { name: Filling; roles: Filling };
  "change.lift": { name: Filling };
  "change.remove": { name: Filling };
  "change.revoke": { name: Filling };
  "change.roles": { name: Filling; roles: Filling };
  "change.suspend": { name: Filling };
  "change.void": { change: Filling };
  "channel-unknown": { channel: Filling };
  "check-abbreviation-late": { short: Filling };
  "check-abbreviation-unexpanded": { short: Filling };
  "check-abbreviation-unknown": { short: Filling };
  "check-body-unlisted": { name: Filling };
  "check-currency-form": { quote: Filling };
  "check-date-form": { quote: Filling };
  "check-doubled-word": { word: Filling };
  "check-grammar": { message: Filling };
  "check-link-without-target": { text: Filling };
  "check-lookalike": { quote: Filling };
  "check-other-dialect": { word: Filling };
  "check-part-long": { over: Filling; part: Filling };
  "check-part-missing": { part: Filling };
  "check-part-short": { part: Filling; under: Filling };
  "check-source-shared": { headline: Filling; title: Filling };
  "check-source-unlinked": { title: Filling };
  "check-spelling": { word: Filling };
  "check-straight-quotes": { count: Filling };
  "check-thousands": { quote: Filling };
  "checks-open": { checks: Filling };
  "checks.mend-all": { count: Filling };
  "checks.mend-to": { words: Filling };
  "claimant-wrote-in-it": { who: Filling };
  "comment-left": { text: Filling };
  "comment-not-ready": { who: Filling };
  "complete.said": { words: Filling };
  "contents-list": { lines: Filling };
  "convert-needs-output": { format: Filling };
  "copy-known": { day: Filling; who: Filling };
  "copy.brings-notes": { count: Filling };
  "copy.brings-replies": { count: Filling };
  "copy.brings-suggestions": { count: Filling };
  "copy.brings-unplaced": { count: Filling };
  "copy.brought-by": { name: Filling };
  "copy.known-here": { name: Filling; when: Filling };
  "copy.list": { count: Filling };
  "copy.of": { by: Filling; name: Filling; when: Filling };
  "copy.take": { name: Filling };
  "copy.taken": { name: Filling };
  "copy.title": { headline: Filling };
  "copy.writer": { by: Filling; from: Filling };
  "copy.written": { name: Filling };
  "database-restored": { entries: Filling };
  "date-unreadable": { text: Filling };
  "deed.deputise": { name: Filling };
  "deed.lift": { name: Filling };
  "deed.remove": { name: Filling };
  "deed.revoke": { name: Filling };
  "deed.suspend": { name: Filling };
  "disk-refuses": { path: Filling; why: Filling };
  "document-damaged": { part: Filling };
  "document-encoding": { part: Filling };
  "document-type-declared": { part: Filling };
  "docx-damaged": { part: Filling };
  "docx-document-type": { part: Filling };
  "docx-encoding": { part: Filling };
  "docx-too-deep": { part: Filling };
  "draft-embargo": { until: Filling };
  "email-too-large": { kilobytes: Filling };
  "encoding-damaged": { encoding: Filling; excerpt: Filling; lost: Filling };
  "encoding-guessed": { encoding: Filling; excerpt: Filling };
  "entry-too-large": { kilobytes: Filling };
  "erasure-done": { who: Filling };
  "erasure-laptops-behind": { who: Filling };
  "erasure-left-over": { places: Filling };
  "erasure-needs-another": { who: Filling };
  "erasure.confirm-lead": { day: Filling; name: Filling };
  "erasure.found": { count: Filling };
  "erasure.gone": { day: Filling; name: Filling; reason: Filling; second: Filling };
  "erasure.waiting": { name: Filling; reason: Filling };
  "evidence-empty": { name: Filling };
  "evidence-not-here": { name: Filling };
  "evidence-page-unreadable": { name: Filling };
  "evidence-too-large": { megabytes: Filling; name: Filling };
  "evidence-unknown-type": { name: Filling };
  "evidence.beside": { name: Filling };
  "evidence.checked-by": { names: Filling };
  "evidence.checked-older": { names: Filling };
  "evidence.fetched": { day: Filling; size: Filling };
  "exchange.at-hub": { place: Filling };
  "exchange.done": { handed: Filling; taken: Filling };
  "exchange.handed": { time: Filling };
  "exchange.holds": { holds: Filling; own: Filling };
  "exchange.last": { time: Filling };
  "exchange.out-of-reach": { count: Filling };
  "exchange.own": { handed: Filling; own: Filling };
  "exchange.quarantine": { count: Filling };
  "exchange.to-hand": { count: Filling };
  "exchange.waiting": { count: Filling };
  "export.clean": { count: Filling };
  "export.draft": { count: Filling };
  "export.embargo": { until: Filling };
  "export.kilobytes": { kilobytes: Filling };
  "file-not-a-file": { path: Filling };
  "file-not-absolute": { path: Filling };
  "file-not-opened": { path: Filling };
  "file-not-written": { path: Filling; why: Filling };
  "file-too-large": { limit: Filling; megabytes: Filling; path: Filling };
  "file-unreadable": { path: Filling };
  "find.choose": { title: Filling };
  "find.count": { at: Filling; count: Filling };
  "find.done": { count: Filling };
  "find.left": { left: Filling };
  "find.places": { count: Filling };
  "find.replace-all": { count: Filling };
  "find.replace-chosen": { count: Filling };
  "folder-not-writable": { path: Filling; why: Filling };
  "folder-unreachable": { path: Filling; why: Filling };
  "foot.part-words": { count: Filling; part: Filling; target: Filling };
  "foot.role": { roles: Filling };
  "foot.words": { words: Filling };
  "format-unknown": { format: Filling; formats: Filling };
  "glance-not-ready": { who: Filling };
  "history-arriving": { done: Filling; total: Filling };
  "history.arriving": { done: Filling; total: Filling };
  "history.deleted-by": { names: Filling };
  "history.inserted-by": { names: Filling };
  "history.no-force": { why: Filling };
  "history.private": { count: Filling };
  "house.remove": { word: Filling };
  "hub-not-set-up": { place: Filling };
  "hub-refuses": { place: Filling; why: Filling };
  "hub-refuses-login": { place: Filling };
  "hub-unreachable": { place: Filling; why: Filling };
  "hyphen-at-line-end": { text: Filling };
  "import-nothing-there": { path: Filling };
  "import-too-many": { count: Filling; limit: Filling };
  "import.done": { count: Filling };
  "import.findings": { count: Filling };
  "import.folder-done": { count: Filling; refused: Filling };
  "import.folder-in": { count: Filling };
  "import.folder-left": { left: Filling };
  "import.folder-run": { done: Filling; total: Filling };
  "import.here": { name: Filling };
  "import.into": { issue: Filling };
  "import.item": { headline: Filling; rank: Filling; words: Filling };
  "import.items": { briefs: Filling; count: Filling };
  "import.line": { line: Filling };
  "import.look": { file: Filling };
  "import.of": { date: Filling; name: Filling; number: Filling };
  "imprint-parted": { parts: Filling };
  "inbox.lead": { count: Filling };
  "internal": { incident: Filling };
  "issue-here-already": { name: Filling };
  "issue-not-found": { wanted: Filling };
  "issue-wrong-state": { from: Filling; state: Filling };
  "issue.number": { number: Filling };
  "item.send-review": { count: Filling };
  "json-malformed": { path: Filling; problem: Filling };
  "json-other-format": { format: Filling };
  "json-unknown-key": { path: Filling };
  "json-unreadable": { problem: Filling };
  "key-store-failed": { reason: Filling };
  "language-out": { why: Filling };
  "laptops-behind": { who: Filling };
  "leave-there-already": { path: Filling };
  "leave.absent": { absent: Filling };
  "leave.done": { entries: Filling; files: Filling; path: Filling };
  "leave.item-state": { state: Filling };
  "leave.person-deputy": { name: Filling };
  "leave.person-laptop": { device: Filling; key: Filling };
  "leave.person-roles": { roles: Filling };
  "leave.readme-ledger": { entries: Filling };
  "leave.readme-what": { date: Filling; name: Filling; who: Filling };
  "link-joined": { text: Filling };
  "link-not-opened": { address: Filling };
  "link-scheme-refused": { address: Filling };
  "link-unsafe": { link: Filling };
  "link-without-target": { text: Filling };
  "logo-too-large": { kilobytes: Filling };
  "logo-too-many-pixels": { height: Filling; most: Filling; width: Filling };
  "logo.size": { height: Filling; kilobytes: Filling; width: Filling };
  "look-alike": { found: Filling; meant: Filling };
  "look-alike-doubt": { found: Filling; headline: Filling; meant: Filling };
  "look.frame": { format: Filling };
  "look.subject": { subject: Filling };
  "manifest-none": { path: Filling };
  "margin-left": { text: Filling };
  "message-malformed": { channel: Filling; fault: Filling; place: Filling };
  "message-not-plain": { channel: Filling; fault: Filling; place: Filling };
  "message-too-large": { channel: Filling; limit: Filling };
  "name-looks-like": { like: Filling; name: Filling };
  "needs-newer-app": { count: Filling };
  "no-desk-in-folder": { path: Filling };
  "nobody-else-saw": { who: Filling };
  "note-left": { text: Filling };
  "note.new-on": { quote: Filling };
  "obstacle.blocking-notes": { count: Filling };
  "obstacle.brief-findings": { count: Filling; text: Filling };
  "obstacle.brief-not-approved": { state: Filling; text: Filling };
  "obstacle.brief-two-versions": { text: Filling };
  "obstacle.item-not-approved": { state: Filling };
  "obstacle.suggestions": { count: Filling };
  "only-assigned-author": { who: Filling };
  "only-author-or-claimant": { who: Filling };
  "only-chief": { who: Filling };
  "only-claimant": { who: Filling };
  "only-claimant-or-chief": { who: Filling };
  "only-editor-or-chief": { who: Filling };
  "only-note-writer-or-editor": { who: Filling };
  "only-returner-or-chief": { who: Filling };
  "only-reviewer-suggests": { state: Filling };
  "only-submitter": { who: Filling };
  "ordinal-missing": { headline: Filling };
  "page-number": { text: Filling };
  "passphrase-short": { least: Filling };
  "people.admit": { name: Filling };
  "people.asks": { name: Filling };
  "people.change-of": { name: Filling };
  "people.deputy": { name: Filling; roles: Filling };
  "people.deputy-until": { day: Filling };
  "people.gone": { names: Filling };
  "people.heard": { time: Filling };
  "people.invite-laptop": { name: Filling };
  "people.invited": { name: Filling; path: Filling };
  "people.role-of": { name: Filling; role: Filling };
  "people.roles": { name: Filling };
  "pictures-left": { count: Filling };
  "preflight-blocking-notes": { count: Filling; headline: Filling };
  "preflight-brief-findings": { count: Filling; text: Filling };
  "preflight-brief-not-approved": { state: Filling; text: Filling };
  "preflight-brief-two-versions": { text: Filling };
  "preflight-item-not-approved": { headline: Filling; state: Filling };
  "preflight-open": { count: Filling };
  "preflight-rank-empty": { rank: Filling };
  "preflight-suggestions": { count: Filling; headline: Filling };
  "preflight-two-versions": { headline: Filling };
  "preflight.hints": { count: Filling };
  "preflight.in-brief": { text: Filling; words: Filling };
  "preflight.title": { count: Filling };
  "preview.page": { page: Filling };
  "preview.pages": { pages: Filling };
  "preview.zone": { words: Filling };
  "print-laptops-behind": { who: Filling };
  "recovery.sheet": { name: Filling };
  "review.resolved": { count: Filling };
  "reviewer-wrote-it": { who: Filling };
  "role-parted": { name: Filling };
  "running-head": { text: Filling };
  "seen.gone": { readers: Filling; writers: Filling };
  "seen.gone-alone": { writers: Filling };
  "seen.line": { count: Filling; writers: Filling };
  "seen.line-fields": { fields: Filling };
  "seen.line-readers": { readers: Filling };
  "seen.readers": { readers: Filling };
  "seen.span": { readers: Filling; writers: Filling };
  "seen.span-alone": { writers: Filling };
  "seen.unseen": { writers: Filling };
  "several-issues": { names: Filling };
  "several-laptops": { names: Filling };
  "sign-off-needs-chief": { who: Filling };
  "sign-off.out": { name: Filling; time: Filling };
  "sign-off.sign": { number: Filling };
  "sign-off.signed": { role: Filling; time: Filling };
  "sign-off.waive": { check: Filling };
  "signer-wrote-all": { who: Filling };
  "snapshot-differed": { rows: Filling };
  "source-link-more": { title: Filling };
  "source.legend": { number: Filling };
  "split.asks": { name: Filling };
  "split.confirm": { name: Filling };
  "split.other": { name: Filling };
  "station-running": { path: Filling };
  "station-unreachable": { reason: Filling };
  "stray-letters": { found: Filling; meant: Filling };
  "suggestion.accept-all": { count: Filling };
  "suggestion.decline-all": { count: Filling };
  "suggestion.deletes": { name: Filling };
  "suggestion.inserts": { name: Filling };
  "suggestion.reformats": { name: Filling };
  "suggestion.says-deleted": { before: Filling };
  "suggestion.says-inserted": { after: Filling };
  "suggestion.says-replaced": { after: Filling; before: Filling };
  "suggestion.withdraw-all": { count: Filling };
  "suggestions-pending": { count: Filling };
  "task-admit": { name: Filling };
  "task-blocking-notes": { count: Filling };
  "task-briefs": { count: Filling };
  "task-change-waiting": { name: Filling };
  "task-erase": { name: Filling; reason: Filling };
  "task-mentioned": { text: Filling };
  "task-returned": { reason: Filling };
  "task-second-reader": { name: Filling };
  "task-suggestions": { count: Filling };
  "task-write": { words: Filling };
  "task-your-review-blocked": { count: Filling };
  "text-deleted": { text: Filling };
  "text-hidden": { text: Filling };
  "text-not-placed": { place: Filling };
  "text-read-only": { state: Filling };
  "text-repeated": { text: Filling };
  "text-too-large": { limit: Filling; megabytes: Filling };
  "vault-damaged": { path: Filling };
  "verify-decision-gone": { text: Filling };
  "verify-decision-no-force": { by: Filling; text: Filling };
  "verify-decision-not-here": { by: Filling; text: Filling };
  "verify-decision-other": { text: Filling };
  "verify-file-changed": { name: Filling };
  "verify-file-missing": { name: Filling };
  "verify-file-name": { name: Filling };
  "verify-file-unrecorded": { name: Filling };
  "verify-line-other": { text: Filling };
  "verify-malformed": { name: Filling; place: Filling };
  "verify-signature-no-force": { by: Filling };
  "verify-signature-not-here": { by: Filling };
  "verify-text-left-out": { text: Filling };
  "verify-text-not-here": { text: Filling };
  "verify-text-other": { text: Filling };
  "verify-text-uncovered": { text: Filling };
  "verify.sound": { files: Filling; texts: Filling };
  "versions.title": { count: Filling };
  "welcome.folder": { folder: Filling };
  "window-lost": { reason: Filling };
  "wrong-state": { from: Filling; state: Filling };
}
