// <form data-ask="Are you sure ...?">: asks before it is sent. Without scripts the server asks on a page of its own.
document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.ask ?? event.target.dataset.ask;
  if (question && !window.confirm(question)) event.preventDefault();
});
