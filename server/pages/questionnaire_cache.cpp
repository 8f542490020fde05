#include "server/pages/questionnaire_cache.hpp"

#include <zlib.h>

#include <cassert>
#include <new>

namespace ecoute::server {
namespace {

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

unsigned long checksum(std::string_view text) { return crc32(0, bytes(text), static_cast<unsigned>(text.size())); }

/// Raw deflate. What is not the last piece ends on a byte and lets nothing after it look back.
std::string deflated(std::string_view text, bool last) {
    z_stream stream{};
    if (deflateInit2(&stream, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY) != Z_OK) throw std::bad_alloc{};
    std::string out(deflateBound(&stream, static_cast<unsigned long>(text.size())) + 16, '\0');
    stream.next_in = const_cast<unsigned char*>(bytes(text));
    stream.avail_in = static_cast<unsigned>(text.size());
    stream.next_out = reinterpret_cast<unsigned char*>(out.data());
    stream.avail_out = static_cast<unsigned>(out.size());
    deflate(&stream, last ? Z_FINISH : Z_FULL_FLUSH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

void append_little_endian(std::string& out, unsigned long number, int count) {
    for (int byte = 0; byte < count; ++byte) out.push_back(static_cast<char>(number >> (8 * byte) & 0xFF));
}

}  // namespace

PageInPieces::Piece PageInPieces::piece(std::string_view text, bool last) {
    return {std::string{text}, deflated(text, last), checksum(text),
            crc32_combine_gen(static_cast<z_off_t>(text.size()))};
}

PageInPieces::PageInPieces(std::string_view html, std::string_view placeholder) {
    const auto at = html.find(placeholder);
    assert(at != html.npos && "the page holds its placeholder");
    before_ = piece(html.substr(0, at), false);
    after_ = piece(html.substr(at + placeholder.size()), true);
}

std::string PageInPieces::plain(std::string_view middle) const {
    std::string out;
    out.reserve(before_.text.size() + middle.size() + after_.text.size());
    return out.append(before_.text).append(middle).append(after_.text);
}

std::string PageInPieces::gzip(std::string_view middle) const {
    static constexpr std::string_view head{"\x1f\x8b\x08\0\0\0\0\0\2\xff", 10};
    std::string out;
    out.reserve(before_.deflated.size() + after_.deflated.size() + middle.size() + 32);
    out.append(head).append(before_.deflated);
    out.push_back('\0');  // a stored block that is not the last
    append_little_endian(out, middle.size(), 2);
    append_little_endian(out, ~middle.size(), 2);
    out.append(middle).append(after_.deflated);
    auto crc = crc32_combine(before_.crc, checksum(middle), static_cast<z_off_t>(middle.size()));
    crc = crc32_combine_op(crc, after_.crc, after_.shift);
    append_little_endian(out, crc, 4);
    append_little_endian(out, before_.text.size() + middle.size() + after_.text.size(), 4);
    return out;
}

std::shared_ptr<const PageInPieces> PagesKept::known(const Key& key, const std::shared_ptr<const void>& made_from) {
    const std::scoped_lock lock{mutex_};
    const auto found = entries_.find(key);
    return found != entries_.end() && found->second.made_from == made_from ? found->second.page : nullptr;
}

void PagesKept::keep(const Key& key, const std::shared_ptr<const void>& made_from,
                     std::shared_ptr<const PageInPieces> page) {
    const std::scoped_lock lock{mutex_};
    if (entries_.size() >= most_pages) entries_.clear();
    entries_[key] = {made_from, std::move(page)};
}

}  // namespace ecoute::server
