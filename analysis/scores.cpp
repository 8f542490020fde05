#include "analysis/scores.hpp"

#include <algorithm>

#include "analysis/cell_keys.hpp"

namespace ecoute::analysis {
namespace {

/// Its points; of a class of one number that number.
std::optional<double> worth(const Category& answer) noexcept {
    return answer.score || answer.from != answer.to ? answer.score : answer.from;
}

template <class Visit>
void for_each_score(const Variable& question, Visit visit) {
    for (std::size_t i = 0; i < question.categories.size(); ++i)
        if (const auto score = worth(question.categories[i])) visit(i, *score);
}

}  // namespace

bool has_scores(const Variable& question) noexcept {
    return std::any_of(question.categories.begin(), question.categories.end(),
                       [](const Category& answer) { return answer.score.has_value(); });
}

bool is_scale(const Variable& question) noexcept {
    return !question.categories.empty() && std::all_of(question.categories.begin(), question.categories.end(), [](const Category& one) {
        return one.from && one.to && one.whole && *one.from == *one.to;
    });
}

std::optional<Points> points_of(const Variable& question, const Group& group) {
    Points points;
    double sum = 0, squares = 0;
    for_each_score(question, [&](std::size_t answer, double score) {
        points.people += group.counts[answer];
        sum += static_cast<double>(group.counts[answer]) * score;
    });
    if (points.people == 0) return std::nullopt;
    const auto people = static_cast<double>(points.people);
    points.mean = sum / people;
    for_each_score(question, [&](std::size_t answer, double score) {
        squares += static_cast<double>(group.counts[answer]) * (score - points.mean) * (score - points.mean);
    });
    points.variance = squares / people;
    return points;
}

double noise_of_points(const Variable& question, const Points& moved) {
    double squares = 0;
    for_each_score(question, [&](std::size_t, double score) { squares += (score - moved.mean) * (score - moved.mean); });
    const auto people = static_cast<double>(moved.people);
    return usual_noise().noise().variance * squares / (people * people);
}

}  // namespace ecoute::analysis
