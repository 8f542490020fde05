#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ecoute::storage {

struct NewResponse;

/// What a person may do with a response of theirs once it is kept. A response is inserted once and never updated: a
/// correction is a row of its own under the same id, and the row before goes to the past revisions.
class Corrections {
public:
    virtual ~Corrections() = default;

    enum class Revised : unsigned char {
        done,     ///< or done before with the very same content
        changed,  ///< another revision was kept since the one that was shown
        gone      ///< erased meanwhile, or never there
    };
    /// Puts `correction` in the place of revision `seq` of the response with its id. The day it counts for, and whether it
    /// is simulated, stay. The catalogue version goes up: who follows seq must start again.
    virtual Revised revise(std::int64_t seq, const NewResponse& correction, std::string_view replaced_at) = 0;

    /// Erases a response with all its revisions, over the bytes on the disk too; what is left is a tombstone without
    /// content, which keeps a tablet's resend from bringing it back. False when no response has this receipt, true also
    /// when it was erased before.
    virtual bool erase(std::string_view receipt_hash, std::string_view day) = 0;
    virtual bool was_erased(std::string_view receipt_hash) = 0;
};

/// Partial answers kept for another device.
struct Draft {
    std::string code_hash, campaign;
    std::string sealed;      ///< base64; this room can't read it
    std::string expires_on;  ///< day: the last on which it can be opened
};

class Drafts {
public:
    virtual ~Drafts() = default;
    /// Keeps it, over an earlier one of the same code; those past their day (before `today`) go at this occasion. False
    /// when there are `most_drafts` already.
    virtual bool keep(const Draft& draft, std::string_view today) = 0;
    virtual std::optional<Draft> find(std::string_view code_hash, std::string_view today) = 0;
    virtual void remove(std::string_view code_hash) = 0;

    /// A town's campaigns have a few dozen unfinished answers; what somebody pours in without end must not fill the disk.
    static constexpr std::int64_t most_drafts = 10'000;
};

}  // namespace ecoute::storage
