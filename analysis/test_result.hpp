#pragma once
#include <string>

namespace ecoute::analysis {

/// A test of a table, as it is published.
struct TestResult {
    std::string name;  ///< "rao_scott_f"
    double statistic = 0, df1 = 0, df2 = 0, p = 1;
};

}  // namespace ecoute::analysis
