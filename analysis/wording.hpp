#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/outputs.hpp"

namespace ecoute::analysis {

/// How figures and words are written in the reader's language. Every word comes from Heading::words.
class Wording {
public:
    using Facts = std::map<std::string, std::string>;
    Wording(const ProtectedTable& table, const Heading& heading) : table_(table), heading_(heading) {}

    /// The sentence of a key, its {facts} filled in; the key itself when there is none.
    std::string say(std::string_view key, const Facts& facts = {}) const;
    std::string text(const forms::Text& label) const;
    /// A category in words: its label, or the bounds of its band ("25 à 59 ans" of an age).
    std::string label(const Variable& variable, const Category& category) const;
    /// Above a column of its categories: "Quartier" for the form's quartier, else the question.
    std::string heading(const Variable& variable) const;
    /// "Mermoz · 25 à 59 ans"; the total's name when the key leaves everything out.
    std::string key(const std::vector<int>& key) const;
    /// One part of a key: the category's label, or the total's name.
    std::string part(std::size_t variable, int category) const;

    std::string count(std::int64_t count) const;                 ///< "1 495"
    std::string number(double number, int most_decimals) const;  ///< "3,5": zeros at the end are left out
    std::string decimal(double number) const;                    ///< "3,0"
    std::string percent(double percent) const;                   ///< "36 %"
    /// Of a cell without figures: "≤ 5 %", "≥ 95 %"; that its group has too few answers; or that it is protected, which is said of three
    /// people and of the forty that would betray them alike.
    std::string hidden(const ProtectedGroup& group, const Cell& cell) const;
    std::string interval(double low, double high) const;         ///< "27 à 45 %"
    std::string mean_interval(double low, double high) const;    ///< "3,1 à 3,9"

    /// A day since 1970-01-01, "14 mars 2011"; "mars 2011" where counts are moved, as no more of it may be told.
    std::string date(double day) const;
    std::string iso_date(double day) const;  ///< "2011-03-14", "2011-03"
    std::string date_interval(double low, double high) const;
    /// "42,1 %", "14 590 €"; that its source publishes none.
    std::string official(const OfficialFigure& figure) const;
    /// A median or quartile of the table: a number or a date.
    std::string quantile(double value) const;

    /// "+6", "−2", "0": a difference in whole points, or of means with a decimal.
    std::string difference(double difference, bool points) const;
    /// "+6 (−2 à +14)"; "trop peu de réponses pour comparer", or "–" without figures.
    std::string gap(const Gap& gap, bool points) const;
    /// "la moyenne des QPV": what a compared table is compared with.
    std::string reference() const;

    /// The question in full.
    std::string title() const;
    /// "par quartier et âge, seulement : genre « Femme »"; "" without breakdown and condition.
    std::string subtitle() const;
    /// The question with its subtitle.
    std::string full_title() const;
    /// What of a table is named in a sentence: an answer by its index, or this.
    static constexpr std::size_t the_mean = static_cast<std::size_t>(-1);
    /// What the figures allow one to say of groups: that they differ, that they may not, that some are too small. "" when
    /// nothing is compared or the test can't be shown.
    std::string comparison() const;
    /// The same where an answer or the mean is named: where the whole table has no test, as of several answers a person, that of what is named.
    std::string comparison(std::size_t named) const;
    /// True when the groups with the highest and the lowest figure may be named: none is too small, and neither the gaps of the whole table
    /// nor those of this answer (or of the mean) may come by chance. False where this can't be tested.
    bool may_rank(std::size_t named) const;
    /// How people are protected: figures are exact and checked together, moved, or not protected; "" where small ones are hidden and no more.
    std::string protection() const;
    /// What must be read with the figures: invented, base, hidden, unclassified, interval, dates, source. One a line.
    std::vector<std::string> notes() const;

private:
    bool any_too_small() const;
    std::optional<TestResult> test_of(std::size_t named) const;
    std::string points() const;
    std::string probability(double p) const;
    std::string class_of_dates(const std::string& name) const;
    bool has_dates() const;
    std::string with_mark(std::string written) const;
    const ProtectedTable& table_;
    const Heading& heading_;
};

/// Columns that a text takes in a terminal: combining marks none, wide East Asian signs two. Rough for joined scripts.
std::size_t display_width(std::string_view utf8) noexcept;

/// Breaks at spaces so that no line is wider than `width`, unless one word is.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

}  // namespace ecoute::analysis
