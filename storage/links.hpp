#pragma once

namespace ecoute::storage {

/// Links of a campaign: a token a household or person.
class Links {
public:
    virtual ~Links() = default;
};

}  // namespace ecoute::storage
