# What Daybook computes from a journal, as a careful person would in R: from CSV to CSV.
# Usage: Rscript figures.R VALUES.csv RULES.csv UNTIL FIGURES.csv
arguments <- commandArgs(trailingOnly = TRUE)
values <- read.csv(arguments[1], stringsAsFactors = FALSE)
rules <- read.csv(arguments[2], stringsAsFactors = FALSE)
until <- as.integer(as.Date(arguments[3]))
month_days <- 30.4375

values$day <- as.integer(as.Date(values$day))
last <- function(numbers) numbers[length(numbers)]
reductions <- list(highest = max, lowest = min, median = median, sum = sum, last = last)
found <- list()
say <- function(measure, figure, value) {
  found[[length(found) + 1]] <<- list(measure, figure, as.numeric(value))
  invisible()
}

window <- function(name, days, numbers, length) {
  last <- numbers[days > until - length & days <= until]
  if (length(last) == 0) return(invisible())
  quartiles <- quantile(last, c(0.5, 0.25, 0.75), names = FALSE)
  figures <- c(n = length(last), median = quartiles[1], min = min(last), max = max(last), q1 = quartiles[2], q3 = quartiles[3])
  for (figure in names(figures)) say(name, paste0("d", length, ".", figure), figures[[figure]])
}

trend <- function(name, which, x, y) {
  n <- length(x)
  if (n < 2) return()
  above <- upper.tri(matrix(0, n, n))
  rise <- outer(y, y, function(a, b) b - a)[above]
  run <- outer(x, x, function(a, b) b - a)[above]
  s <- sum(sign(rise))
  ties <- rle(sort(y))$lengths
  variance <- (n * (n - 1) * (2 * n + 5) - sum(ties * (ties - 1) * (2 * ties + 5))) / 18
  z <- if (variance == 0) 0 else (s - sign(s)) / sqrt(variance)
  figures <- c(weeks = n, slope_per_month = median(rise / run) * month_days, mk_s = s, mk_z = z, mk_p = 2 * pnorm(-abs(z)))
  for (figure in names(figures)) say(name, paste0("trend_", which, ".", figure), figures[[figure]])
}

# The first day on which a running window of a measure holds enough values and says so.
first_day <- function(rule, series, length, least, empty, summary, says) {
  if (is.null(series)) return()
  every <- rep(empty, max(series$days) - min(series$days) + 1)
  every[series$days - min(series$days) + 1] <- series$numbers
  for (at in seq_along(every)) {
    seen <- every[max(1, at - length + 1):at]
    seen <- seen[!is.na(seen)]
    if (length(seen) >= least && says(summary(seen))) {
      say(rule, "first", min(series$days) + at - 1)
      return()
    }
  }
  say(rule, "first", -1)
}

daily <- list()
for (name in unique(values$measure)) {
  rule <- rules[rules$measure == name, ]
  of_measure <- values[values$measure == name, ]
  reduced <- tapply(of_measure$value, of_measure$day, reductions[[rule$reduce]])
  days <- as.integer(names(reduced))
  numbers <- as.numeric(reduced)
  daily[[name]] <- list(days = days, numbers = numbers)
  window(name, days, numbers, 7)
  window(name, days, numbers, 28)
  monday <- days - (days + 3) %% 7
  medians <- tapply(numbers, monday, median)
  sizes <- tapply(numbers, monday, length)
  mondays <- as.integer(names(medians))
  kept <- sizes >= rule$week_days & mondays + 6 <= until
  x <- mondays[kept]
  y <- as.numeric(medians[kept])
  trend(name, "all", x, y)
  recent <- x > until - 84
  trend(name, "d84", x[recent], y[recent])
}
invisible(first_day("R18.median", daily[["pain.worst"]], 7, 4, NA, median, function(m) m >= 4))
invisible(first_day("R16.first_in_90_days", daily[["falls"]], 90, 1, 0, sum, function(n) n >= 1))
invisible(first_day("R09.few_hours", daily[["niv.night_hours"]], 7, 5, NA, median, function(m) m < 4))
table <- do.call(rbind, lapply(found, function(row) data.frame(measure = row[[1]], figure = row[[2]], value = row[[3]])))
table$value <- format(table$value, digits = 15, trim = TRUE)
write.csv(table, arguments[4], row.names = FALSE, quote = FALSE)
