#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/chart.hpp"
#include "analysis/outputs.hpp"

/// What every chart of ours is drawn with: no style sheet, no script, presentation attributes only, so that a chart may stand
/// inline under a strict Content-Security-Policy or alone in a file. Colour of text follows the page (currentColor).
namespace ecoute::analysis {

/// Of a desk's screen and of a telephone's: a picture is shown at about its own size, so that its letters stay as large as the page's.
inline constexpr double picture_width = 820, phone_picture_width = 400;
inline double picture_width_for(Surroundings surroundings) noexcept {
    return surroundings == Surroundings::subtitle_on_phone ? phone_picture_width : picture_width;
}
inline constexpr double sign_width = 8.2;  ///< of an average sign of 15 px

std::string svg_number(double value);  ///< at most two decimals
std::string svg_escaped(std::string_view text);

/// Of a chart: names in a page must not meet those of another one. FNV-1a of what it shows.
std::string svg_mark(std::string_view shown, Surroundings surroundings);

/// Fills used, by name within one picture; hatched ones need a pattern in its head.
class Fills {
public:
    explicit Fills(std::string mark) : mark_(std::move(mark)) {}
    std::string of(Fill fill);      ///< "#0f6e84" or "url(#c12p1)"; noted for `patterns`
    static std::string ground(Fill fill);  ///< its colour without hatching
    std::string patterns() const;  ///< <defs> of those that were used, or ""

private:
    std::string mark_;
    std::vector<Fill> hatched_;
};

/// Values to pixels, with round steps.
struct Scale {
    double from = 0, to = 100, step = 20, left = 0, width = 0;
    double at(double value) const noexcept;
};
/// Round limits and steps around least..most; about `steps` of them.
Scale round_scale(double least, double most, int steps = 5) noexcept;

/// Writes elements; right to left, x is counted from the other side and anchors keep their meaning.
class SvgPen {
public:
    SvgPen(bool right_to_left, double width) : right_to_left_(right_to_left), width_(width) {}
    double width() const noexcept { return width_; }  ///< of the picture
    void line(double x1, double y1, double x2, double y2, std::string_view rest);
    void bar(double x1, double y, double width, double height, const std::string& fill, std::string_view rest = "rx=\"3\"");
    /// Full for a gap that is more than chance, hollow otherwise: told apart without colour.
    void point(double at, double y, bool full);
    /// 95 % interval: a line with ends of `half` pixels.
    void interval(double low, double high, double middle, double half);
    /// `after`: markup behind the words.
    void text(double at, double y, std::string_view words, std::string_view rest, const std::string& after = "");
    const std::string& body() const noexcept { return out_; }

private:
    double x(double value) const noexcept { return right_to_left_ ? width_ - value : value; }
    bool right_to_left_;
    double width_;
    std::string out_;
};

/// The whole file around a body: title and description for who does not see it.
std::string svg_document(const SvgPen& pen, const Fills& fills, double height, std::string_view language, const std::string& mark,
                         std::string_view title, std::string_view description);

}  // namespace ecoute::analysis
