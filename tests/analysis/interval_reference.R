# Reference figures of interval_test.cpp, by R's survey 4.1.1 (Debian: r-cran-survey). Tests do not need R.
suppressMessages(library(survey))
options(digits = 15)

# yes of base respondents of the domain; others are in the sample and outside the domain
share <- function(yes, base, others) {
  people <- data.frame(y = c(rep(1, yes), rep(0, base - yes), rep(NA, others)),
                       domain = c(rep(1, base), rep(0, others)), w = 1)
  sub <- subset(svydesign(ids = ~1, weights = ~w, data = people), domain == 1)
  m <- svymean(~y, sub, deff = "replace")
  p <- coef(m)[[1]]; V <- vcov(m)[1, 1]
  n <- if (V > 0) min(base, p * (1 - p) / V) else base
  t <- qt(.975, degf(sub))
  centre <- (p + t^2 / (2 * n)) / (1 + t^2 / n)
  half <- t * sqrt(p * (1 - p) / n + t^2 / (4 * n^2)) / (1 + t^2 / n)
  cat(yes, base, base + others, 100 * p, 100 * (centre - half), 100 * (centre + half), 100 * sqrt(V), n, deff(m), "\n")
}
share(80, 100, 900); share(90, 900, 100); share(170, 1000, 0); share(3, 12, 188)
share(0, 30, 70); share(40, 40, 0); share(1, 2, 8)

y <- c(0, 1, 1, 2, 3, 5, 8, 9, 9, 12, 15)
people <- data.frame(y = c(y, rep(NA, 9)), domain = c(rep(1, 11), rep(0, 9)), w = 1)
sub <- subset(svydesign(ids = ~1, weights = ~w, data = people), domain == 1)
m <- svymean(~y, sub)
cat(coef(m), sqrt(vcov(m)), confint(m, df = degf(sub)), "\n")
