#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "forms/problem.hpp"

namespace ecoute::storage {

class FieldWork;
class Attachments;

/// What a tablet is enrolled for.
struct Tour {
    std::string interviewer;             ///< a code ("E07"), or ""
    std::string name;                    ///< of the tablet: "Tablette 3", or ""
    std::vector<std::string> campaigns;  ///< ids; empty: all, also those to come
    friend bool operator==(const Tour&, const Tour&) = default;
};

/// A tablet that was enrolled.
struct Device {
    std::string id;
    Tour tour;
    std::string enrolled_on, revoked_on;  ///< days; revoked_on "" while it may send
    std::string last_seen;                ///< half-day, or ""
    std::optional<std::int64_t> collected, waiting;  ///< as it last told

    bool serves(std::string_view campaign) const;
};

/// Tablets that were enrolled. Keys and codes come here as their SHA-256; nothing joins a tablet to an answer.
class Devices {
public:
    virtual ~Devices() = default;

    /// A code that one tablet may use, until `expires_at`. Codes past their time (before `now`) go at this occasion.
    virtual void prepare(std::string_view token_hash, const Tour& tour, std::string_view expires_at, std::string_view now) = 0;
    /// Uses a code up and keeps the tablet, in one transaction. device_enrolment_expired when the code is unknown, used or past
    /// its time.
    virtual forms::Result<Device> enrol(std::string_view token_hash, std::string_view now, std::string_view id,
                                        std::string_view key_hash) = 0;
    virtual std::optional<Device> find_by_key(std::string_view key_hash) = 0;
    virtual std::vector<Device> all() = 0;  ///< in order of enrolment
    /// device_unknown when there is none of that id. Revoking twice keeps the first day.
    virtual forms::Result<void> revoke(std::string_view id, std::string_view day) = 0;
    /// What the tablet told when it was heard of last; a count that it did not tell stays as it was.
    virtual void seen(std::string_view id, std::string_view half_day, std::optional<std::int64_t> collected,
                      std::optional<std::int64_t> waiting) = 0;

    virtual FieldWork& field_work() = 0;      ///< storage/field_work.hpp
    virtual Attachments& attachments() = 0;  ///< storage/attachments.hpp
};

}  // namespace ecoute::storage
