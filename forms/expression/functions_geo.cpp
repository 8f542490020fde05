#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>

#include "forms/expression/convert.hpp"
#include "forms/expression/evaluation.hpp"

namespace ecoute::forms::expression {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double earth_radius_metres = 6'378'100;  // LANGUAGE.md section 7: what the clients of the field use

/// In degrees.
struct Point {
    double latitude = 0, longitude = 0;
};

using Points = std::vector<Point>;

double radians(double degrees) noexcept { return degrees * std::numbers::pi / 180; }

/// "latitude longitude [altitude [accuracy]]".
std::optional<Point> read_point(std::string_view text) {
    const auto parts = words(text);
    if (parts.size() < 2 || parts.size() > 4) return std::nullopt;
    for (const auto part : parts)
        if (std::isnan(plain_number(part))) return std::nullopt;
    const Point point{plain_number(parts[0]), plain_number(parts[1])};
    if (std::fabs(point.latitude) > 90 || std::fabs(point.longitude) > 180) return std::nullopt;
    return point;
}

/// Adds the points of a geopoint, geotrace or geoshape, between which stand ";"; false when one is no point. Blanks
/// hold none.
bool add_points(std::string_view text, Points& points) {
    while (!trimmed(text).empty()) {
        const auto end = std::min(text.find(';'), text.size());
        const auto point = read_point(text.substr(0, end));
        if (!point) return false;
        points.push_back(*point);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return true;
}

/// Every point of every argument; nullopt when one is no point.
std::optional<Points> points_of(Arguments& a) {
    Points points;
    bool good = true;
    for (std::size_t i = 0; i < a.size(); ++i)
        a.items(i, [&](const Value& item) { good = good && add_points(a.evaluation().to_text(item), points); });
    if (!good) return std::nullopt;
    return points;
}

/// Great circle, by haversines.
double metres(const Point& a, const Point& b) noexcept {
    const double half_latitude = std::sin(radians(b.latitude - a.latitude) / 2);
    const double half_longitude = std::sin(radians(b.longitude - a.longitude) / 2);
    const double h = half_latitude * half_latitude +
                     std::cos(radians(a.latitude)) * std::cos(radians(b.latitude)) * half_longitude * half_longitude;
    return 2 * earth_radius_metres * std::asin(std::sqrt(std::fmin(1, h)));
}

/// distance(trace or points...): metres along them, to the centimetre; 0 for fewer than two points, NaN for no points.
Value distance(Arguments& a) {
    const auto points = points_of(a);
    if (!points) return not_a_number;
    double total = 0;
    for (std::size_t i = 1; i < points->size(); ++i) total += metres((*points)[i - 1], (*points)[i]);
    return rounded(total, 2);
}

/// area(shape or points): square metres (Chamberlain and Duquette, "Some algorithms for polygons on a sphere", JPL
/// 2007).
Value area(Arguments& a) {
    const auto points = points_of(a);
    if (!points) return not_a_number;
    if (points->size() < 3) return 0.0;
    double sum = 0;
    for (std::size_t i = 0; i < points->size(); ++i) {
        const Point &from = (*points)[i], &to = (*points)[(i + 1) % points->size()];
        sum += radians(to.longitude - from.longitude) *
               (2 + std::sin(radians(from.latitude)) + std::sin(radians(to.latitude)));
    }
    return rounded(std::fabs(sum * earth_radius_metres * earth_radius_metres / 2), 2);
}

/// geofence(point, shape): the point is inside, by the number of sides that a ray from it crosses.
Value geofence(Arguments& a) {
    const auto point = read_point(a.text(0));
    Points shape;
    if (!point || !add_points(a.text(1), shape) || shape.size() < 3) return false;
    bool inside = false;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        const Point &p = shape[i], &q = shape[(i + 1) % shape.size()];
        if ((p.latitude > point->latitude) == (q.latitude > point->latitude)) continue;
        const double along = (point->latitude - p.latitude) / (q.latitude - p.latitude);
        if (point->longitude < p.longitude + along * (q.longitude - p.longitude)) inside = !inside;
    }
    return inside;
}

constexpr std::array table{
    Function{"distance", 1, no_limit, Gives::number, distance, Wants::values, Browser::more},
    Function{"area", 1, 1, Gives::number, area, Wants::values, Browser::more},
    Function{"geofence", 2, 2, Gives::boolean, geofence, Wants::values, Browser::more},
};

}  // namespace

std::span<const Function> geo_functions() noexcept { return table; }

}  // namespace ecoute::forms::expression
