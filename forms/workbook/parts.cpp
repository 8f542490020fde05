#include "forms/workbook/parts.hpp"

#include <zip.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace ecoute::forms::workbook {
namespace {

struct CloseEntry {
    void operator()(zip_file_t* entry) const noexcept { zip_fclose(entry); }
};
using Entry = std::unique_ptr<zip_file_t, CloseEntry>;

/// Elements and attributes are counted before anything is built for them.
bool has_too_many_elements(std::string_view xml) {
    const auto count = [xml](char c) { return static_cast<std::size_t>(std::count(xml.begin(), xml.end(), c)); };
    return count('<') + count('=') > 2 * most_elements;
}

bool is_too_deep(const pugi::xml_document& document) {
    int depth = 0;
    for (pugi::xml_node at = document.first_child(); at;) {
        if (at.first_child()) {
            if (++depth > deepest_element) return true;
            at = at.first_child();
            continue;
        }
        while (at && !at.next_sibling()) {
            at = at.parent();
            --depth;
        }
        if (at) at = at.next_sibling();
    }
    return false;
}

}  // namespace

Problem malformed(std::string_view part) { return {Code::workbook_malformed, {}, {}, {{"part", std::string(part)}}}; }

Problem too_large(std::string_view what, std::size_t limit) {
    return {Code::workbook_too_large, {}, {}, {{"what", std::string(what)}, {"limit", std::to_string(limit)}}};
}

Result<Parts> Parts::open(std::string_view bytes) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    zip_t* archive = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : nullptr;
    zip_error_fini(&error);
    if (!archive) {
        if (source) zip_source_free(source);
        return malformed("zip");
    }
    Parts parts(archive);
    if (zip_get_num_entries(archive, 0) > static_cast<zip_int64_t>(most_entries))
        return too_large("entries", most_entries);
    return parts;
}

Parts::Parts(Parts&& other) noexcept : archive_(std::exchange(other.archive_, nullptr)), unpacked_(other.unpacked_) {}

Parts::~Parts() {
    if (archive_) zip_discard(archive_);
}

bool Parts::has(const std::string& name) const { return zip_name_locate(archive_, name.c_str(), 0) >= 0; }

Result<std::string> Parts::read(const std::string& name) {
    zip_stat_t about;
    if (zip_stat(archive_, name.c_str(), 0, &about) != 0) return malformed(name);
    if ((about.valid & ZIP_STAT_ENCRYPTION_METHOD) && about.encryption_method != ZIP_EM_NONE)
        return Problem{Code::workbook_locked, {}, {}, {}};
    const Entry entry(zip_fopen(archive_, name.c_str(), 0));
    if (!entry) return malformed(name);
    // What the zip says of its sizes is not believed: what comes out is counted.
    const std::size_t packed = (about.valid & ZIP_STAT_COMP_SIZE) ? about.comp_size : 0;
    const std::size_t limit =
        std::min({largest_part_bytes, largest_parts_bytes - unpacked_,
                  std::max(always_unpacked_bytes, std::min(packed, largest_file_bytes) * highest_ratio)});
    std::string content;
    constexpr std::size_t step = 64 * 1024;
    for (;;) {
        const std::size_t before = content.size();
        content.resize(before + step);
        const auto got = zip_fread(entry.get(), content.data() + before, step);
        content.resize(before + static_cast<std::size_t>(std::max<zip_int64_t>(got, 0)));
        if (got < 0) return malformed(name);
        if (got == 0) break;
        if (content.size() > limit) return too_large("unpacked", limit);
    }
    unpacked_ += content.size();
    return content;
}

Result<pugi::xml_document> Parts::read_xml(const std::string& name) {
    auto content = read(name);
    if (!content) return content.error();
    if (has_too_many_elements(*content)) return too_large("elements", most_elements);
    pugi::xml_document document;
    // A text of blanks counts where it is all that an element holds: " " between two words of another colour.
    constexpr unsigned options = pugi::parse_default | pugi::parse_ws_pcdata_single;
    if (!document.load_buffer(content->data(), content->size(), options)) return malformed(name);
    if (is_too_deep(document)) return too_large("depth", deepest_element);
    return document;
}

std::string_view local(const char* qualified) noexcept {
    const std::string_view name(qualified);
    const auto colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child(pugi::xml_node parent, std::string_view name) noexcept {
    for (pugi::xml_node node = parent.first_child(); node; node = node.next_sibling())
        if (node.type() == pugi::node_element && local(node.name()) == name) return node;
    return {};
}

std::string_view attribute(pugi::xml_node element, std::string_view name) noexcept {
    for (pugi::xml_attribute at = element.first_attribute(); at; at = at.next_attribute())
        if (local(at.name()) == name) return at.value();
    return {};
}

}  // namespace ecoute::forms::workbook
