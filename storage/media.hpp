#pragma once

namespace ecoute::storage {

/// Recordings and pictures of a campaign, by what they show or say.
class Media {
public:
    virtual ~Media() = default;
};

}  // namespace ecoute::storage
