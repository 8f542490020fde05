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
# Woodruff's interval of a median: 11 of 20 people, and 24 of 30 with ties.
median_of <- function(values, others) {
  all <- c(values, rep(0, others))
  people <- data.frame(y = all, domain = c(rep(1, length(values)), rep(0, others)), w = 1)
  sub <- subset(svydesign(ids = ~1, weights = ~w, data = people), domain == 1)
  cat("median", svyquantile(~y, sub, .5, qrule = "school", interval.type = "mean", df = degf(sub))[[1]][1:3], "\n")
}
median_of(y, 9)
median_of(rep(c(0, 1, 2, 4, 7, 12), c(5, 4, 3, 6, 4, 2)), 6)

# A sparse table of a simple sample, of 60 people of whom 52 answered: Rao and Scott's second order where cells hold nobody.
counts <- rbind(c(9, 6, 0), c(12, 4, 3), c(14, 0, 4))
rows <- rep(row(counts), counts); columns <- rep(col(counts), counts)
people <- data.frame(r = c(rows, rep(1, 8)), c = c(columns, rep(1, 8)), w = 1, answered = c(rep(1, sum(counts)), rep(0, 8)))
test <- svychisq(~r + c, subset(svydesign(ids = ~1, weights = ~w, data = people), answered == 1), statistic = "F")
cat("test", test$statistic, test$parameter, test$p.value, "\n")
