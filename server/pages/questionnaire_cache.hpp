#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace ecoute::server {

/// A page made once, in two pieces around the one text that differs: sent plain or compressed without being made or
/// compressed again.
class PageInPieces {
public:
    /// Splits `html` at its only `placeholder`.
    PageInPieces(std::string_view html, std::string_view placeholder);

    std::string policy;  ///< content security policy of the page

    std::string plain(std::string_view middle) const;
    /// One gzip member (RFC 1952): the pieces as they were compressed, `middle` stored between them (at most 65,535
    /// bytes).
    std::string gzip(std::string_view middle) const;

private:
    struct Piece {
        std::string text, deflated;
        unsigned long crc = 0;
        unsigned long shift = 0;  ///< of zlib's crc32_combine_op: moves a checksum past this piece
    };
    static Piece piece(std::string_view text, bool last);
    Piece before_, after_;
};

/// Empty questionnaires by campaign and variant: the language, and what the address fills in. A page made from an older
/// reading of the campaign is replaced.
class PagesKept {
public:
    /// `made_from` tells readings apart and is kept alive; `make` is called without the lock when the page is not
    /// there.
    template <class Make>
    std::shared_ptr<const PageInPieces> find(const std::string& campaign, const std::string& variant,
                                             const std::shared_ptr<const void>& made_from, Make make) {
        const std::pair key{campaign, variant};
        if (auto page = known(key, made_from)) return page;
        std::shared_ptr<const PageInPieces> page = make();
        keep(key, made_from, page);
        return page;
    }

private:
    using Key = std::pair<std::string, std::string>;
    struct Entry {
        std::shared_ptr<const void> made_from;
        std::shared_ptr<const PageInPieces> page;
    };
    /// A town has a handful of campaigns open in a handful of languages, each with posters for some places; a page
    /// weighs about 100 kB. Beyond, all are made anew.
    static constexpr std::size_t most_pages = 128;

    std::shared_ptr<const PageInPieces> known(const Key& key, const std::shared_ptr<const void>& made_from);
    void keep(const Key& key, const std::shared_ptr<const void>& made_from, std::shared_ptr<const PageInPieces> page);

    std::mutex mutex_;
    std::map<Key, Entry> entries_;
};

}  // namespace ecoute::server
