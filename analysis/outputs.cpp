#include "analysis/outputs.hpp"

namespace ecoute::analysis {

std::string to_csv(const ProtectedTable&, const Heading&) { return ""; }
std::string to_svg(const ProtectedTable&, const Heading&, int) { return ""; }

}  // namespace ecoute::analysis
