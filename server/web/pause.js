// Pages that this visit could go forward to are forgotten by the browser: a new entry takes their place.
history.pushState(null, '', location.pathname);
