#pragma once

namespace ecoute::storage {

/// Tablets that were enrolled, and what interviewers counted beside the answers.
class Devices {
public:
    virtual ~Devices() = default;
};

}  // namespace ecoute::storage
