# Reference figures of calibration_test.cpp and estimates_test.cpp, by R's survey 4.1.1 (Debian: r-cran-survey). Tests do
# not need R. The 900 people are those of drawn_people.hpp: the same generator, the same draws in the same order.
suppressMessages(library(survey))
options(digits = 15, survey.lonely.psu = "fail")

state <- 20260517
draw <- function() { state <<- (state * 16807) %% 2147483647; state / 2147483647 }
n <- 900
people <- data.frame(t(sapply(0:(n - 1), function(i) {
  u <- replicate(8, draw())
  quartier <- 1 + (u[1] > .4) + (u[1] > .7) + (u[1] > .9)
  age <- 1 + (u[2] > .3) + (u[2] > .75)
  gender <- 1 + (u[3] > .6) + (u[3] > .985)
  c(quartier = quartier, age = age, gender = gender, y = ifelse(u[7] > .93, NA, u[4] < .2 + .025 * quartier + .15 * (age == 3)),
    number = floor(u[5] * 11), q2 = 1 + (u[6] > .5) + (u[6] > .8), stratum = 1 + i %% 5,
    cluster = 1 + i %% 5 + 5 * (i %/% 5 %% 12), d = 10 + 3 * (i %% 5) + floor(u[8] * 4))
})))
totals_q <- c(9000, 7000, 5000, 3000)
totals_ag <- c(3600, 3500, 6200, 5700, 2700, 2300)
for (k in 1:4) people[[paste0("q_", k)]] <- as.numeric(people$quartier == k)
share <- function(g) ifelse(people$gender == 3, .5, as.numeric(people$gender == g))
for (a in 1:3) for (g in 1:2) people[[paste0("ag_", a, g)]] <- as.numeric(people$age == a) * share(g)
people$one <- 1

margins <- ~ q_1 + q_2 + q_3 + q_4 + ag_11 + ag_12 + ag_21 + ag_22 + ag_31 - 1
totals <- c(q_1 = 9000, q_2 = 7000, q_3 = 5000, q_4 = 3000, ag_11 = 3600, ag_12 = 3500, ag_21 = 6200, ag_22 = 5700, ag_31 = 2700)
simple <- svydesign(ids = ~1, weights = rep(24000 / n, n), data = people)
drawn <- svydesign(ids = ~cluster, strata = ~stratum, weights = ~d, data = people, nest = FALSE)
raked <- function(design, ...) calibrate(design, margins, totals, epsilon = 1e-12, maxit = 200, ...)

show_weights <- function(name, design) {
  w <- weights(design)
  cat(name, "\n  w", w[c(1, 2, 3, 4, 900)], "\n  cv", sd(w) * sqrt((n - 1) / n) / mean(w), "kish", sum(w)^2 / sum(w^2), "\n")
}
estimate <- function(name, design, domain) {
  sub <- subset(design, domain)
  used <- design$variables[domain, ]  # a calibrated design keeps everybody in its subsets, with weight 0
  df <- length(unique(used$psu_)) - length(unique(used$stratum_))
  w <- weights(design)[domain]
  base <- sum(domain)
  m <- svymean(~yes_, sub, deff = "replace")
  p <- coef(m)[[1]]; V <- vcov(m)[1, 1]
  ne <- if (V > 0) min(base, p * (1 - p) / V) else sum(w)^2 / sum(w^2)
  t <- qt(.975, df)
  centre <- (p + t^2 / (2 * ne)) / (1 + t^2 / ne)
  half <- t * sqrt(p * (1 - p) / ne + t^2 / (4 * ne^2)) / (1 + t^2 / ne)
  cat(name, "n", base, "df", df, "p", 100 * p, "se", 100 * sqrt(V), "ne", ne, "deff", deff(m), "wilson", 100 * (centre - half),
      100 * (centre + half), "\n")
  k <- min(base, ne * (qt(.975, base - 1) / t)^2)
  cat("  kg", 100 * qbeta(.025, k * p, k * (1 - p) + 1), 100 * qbeta(.975, k * p + 1, k * (1 - p)), "\n")
  number <- svymean(~number, sub); total <- svytotal(~number, sub)
  cat("  mean", coef(number), SE(number), confint(number, df = df), "total", coef(total), SE(total), "\n")
  for (share in c(.5, .25)) {
    quantile <- svyquantile(~number, sub, share, qrule = "school", interval.type = "mean", df = df)[[1]]
    cat("  quantile", share, quantile, "\n")
  }
}
tested <- function(name, design, formula) {
  test <- svychisq(formula, design, statistic = "F")
  cat(name, test$statistic, test$parameter, test$p.value, "\n")
}
all_of <- function(name, design) {
  u <- design
  u$variables$psu_ <- design$cluster[, 1]; u$variables$stratum_ <- design$strata[, 1]
  u$variables$yes_ <- as.numeric(people$q2 == 1)
  estimate(paste(name, "q2=1, all"), u, rep(TRUE, n))
  cat("  svyciprop beta, whole sample:", 100 * attr(svyciprop(~yes_, u, method = "beta"), "ci"), "\n")
  u$variables$yes_ <- ifelse(is.na(people$y), 0, people$y)  # outside the domain its value counts for nothing
  estimate(paste(name, "y, quartier 4"), u, people$quartier == 4 & !is.na(people$y))
  u$variables$yes_ <- as.numeric(people$quartier == 4)
  estimate(paste(name, "quartier 4 of quartier 4"), u, people$quartier == 4)
  tested(paste(name, "quartier x q2"), u, ~quartier + q2)
  u$variables$answer <- ifelse(is.na(people$y), 0, people$y)
  tested(paste(name, "age x y"), subset(u, !is.na(people$y)), ~age + answer)
}

free <- raked(simple, calfun = "raking")
show_weights("simple raking", free)
tight <- raked(simple, calfun = "logit", bounds = c(.6, 2))
show_weights("simple logit 0.6 2", tight)
cluster <- raked(drawn, calfun = "raking")
show_weights("drawn raking", cluster)
show_weights("drawn logit 1/3 3, scaled", raked(svydesign(ids = ~cluster, strata = ~stratum,
  weights = people$d * 24000 / sum(people$d), data = people), calfun = "logit", bounds = c(1 / 3, 3)))
all_of("simple", free)
all_of("drawn", cluster)
all_of("design only", drawn)
strata <- raked(svydesign(ids = ~1, strata = ~stratum, weights = ~d, data = people), calfun = "raking")
all_of("strata only", strata)

cat("p.adjust", p.adjust(c(.01, .04, .03, .005, .2), "holm"), p.adjust(c(.01, .04, .03, .005, .2), "BH"), "\n")

# A filter is a domain of the whole design (filtered_table_test.cpp): of women alone, the share of q2 = 1 in quartier 4 and
# in all of them; and gaps (gaps_test.cpp): quartier 4 against everybody, by the joint linearisation, and against the
# other quartiers, which share nobody with it.
filtered <- function(name, design) {
  u <- design
  u$variables$psu_ <- design$cluster[, 1]; u$variables$stratum_ <- design$strata[, 1]
  u$variables$yes_ <- as.numeric(people$q2 == 1)
  women <- people$gender == 1
  estimate(paste(name, "women"), u, women)
  estimate(paste(name, "women of quartier 4"), u, women & people$quartier == 4)
}
gap <- function(name, design, of, against) {
  w <- weights(design); y <- as.numeric(people$q2 == 1)
  p <- sum(w[of] * y[of]) / sum(w[of]); r <- sum(w[against] * y[against]) / sum(w[against])
  design$variables$z_ <- of * (y - p) / sum(w[of]) - against * (y - r) / sum(w[against])
  cat(name, "gap", 100 * (p - r), "se", 100 * SE(svytotal(~z_, design))[1], "\n")
}
for (each in list(list("simple", free), list("drawn", cluster))) {
  filtered(each[[1]], each[[2]])
  gap(paste(each[[1]], "quartier 4 - all"), each[[2]], people$quartier == 4, people$one == 1)
  gap(paste(each[[1]], "quartier 4 - others"), each[[2]], people$quartier == 4, people$quartier != 4)
}
alike <- svydesign(ids = ~1, weights = rep(1, n), data = people)
filtered("unweighted", alike)
gap("unweighted quartier 4 - all", alike, people$quartier == 4, people$one == 1)
gap("unweighted quartier 4 - others", alike, people$quartier == 4, people$quartier != 4)
for (d in list(free, cluster)) tested("women, quartier x q2", subset(d, people$gender == 1), ~quartier + q2)

# A group that has people in every cluster, against everybody: both share all primary units (gaps_test.cpp).
whole_gap <- function(name, design, of, against) {
  w <- weights(design); y <- as.numeric(people$q2 == 1)
  p <- sum(w[of] * y[of]) / sum(w[of]); r <- sum(w[against] * y[against]) / sum(w[against])
  design$variables$z_ <- of * (y - p) / sum(w[of]) - against * (y - r) / sum(w[against])
  se <- SE(svytotal(~z_, design))[1]
  units <- function(who) length(unique(people$cluster[who])) - length(unique(people$stratum[who]))
  df <- units(of | against)
  cat(name, "gap", 100 * (p - r), "se", 100 * se, "df", units(of), units(against), df, "interval", 100 * (p - r) + c(-1, 1) * qt(.975, df) * 100 * se,
      "p", 2 * pt(-abs(p - r) / se, df), "\n")
}
whole_gap("drawn quartier 1 - all", cluster, people$quartier == 1, people$one == 1)
# Weights without calibration: the test counts the units of who stands in the table.
tested("weights only, quartier x y", subset(svydesign(ids = ~1, weights = ~d, data = transform(people, answer = ifelse(is.na(y), 0, y))), !is.na(y)), ~quartier + answer)
