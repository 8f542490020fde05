#pragma once

namespace ecoute::storage {

/// What somebody with the right released of open answers, and their search.
class OpenAnswers {
public:
    virtual ~OpenAnswers() = default;
};

}  // namespace ecoute::storage
