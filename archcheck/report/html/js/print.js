// On paper everything is open: groups, and the findings up to a number that somebody would read.

const PRINTED_FINDINGS = 200;

function startPrinting() {
  let shut = [];
  addEventListener("beforeprint", () => {
    shut = [...document.querySelectorAll("main details:not([open])")];
    for (const node of shut) node.open = true;
    let left = PRINTED_FINDINGS;
    for (const block of findingList.blocks) {
      block.fill();
      for (const [at, row] of [...block.rows.children].entries()) if ((left -= 1) >= 0) openRow(row, block.items[at]);
    }
  });
  addEventListener("afterprint", () => {
    for (const node of shut) node.open = false;
    for (const row of document.querySelectorAll(".finding.open")) closeRow(row);
    markOpen(openedFinding, openedFinding && findingList.reveal(openedFinding));
  });
}
