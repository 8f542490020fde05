#pragma once
#include <cstddef>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "forms/workbook/workbook.hpp"

struct zip;

namespace ecoute::forms::workbook {

/// The files within a zip, unpacked within limits.
class Parts {
public:
    /// The bytes must live as long as this. workbook_malformed when they are no zip, workbook_too_large when it holds
    /// too many files.
    static Result<Parts> open(std::string_view bytes);
    Parts(Parts&& other) noexcept;
    Parts& operator=(Parts&&) = delete;
    ~Parts();

    bool has(const std::string& name) const;
    /// A part as bytes. workbook_malformed when it is not there or damaged, workbook_locked, workbook_too_large.
    Result<std::string> read(const std::string& name);
    /// A part as XML. Its entities are not expanded but for the five of XML, and it is not read when it is deeper or
    /// larger than the limits.
    Result<pugi::xml_document> read_xml(const std::string& name);

private:
    explicit Parts(zip* archive) noexcept : archive_(archive) {}
    zip* archive_;
    std::size_t unpacked_ = 0;
};

Problem malformed(std::string_view part);
Problem too_large(std::string_view what, std::size_t limit);

/// The name of an element or attribute without its prefix: "x:row" -> "row". Producers choose prefixes as they like.
std::string_view local(const char* qualified) noexcept;
/// The first child element of that local name; null when there is none.
pugi::xml_node child(pugi::xml_node parent, std::string_view name) noexcept;
/// The value of the attribute of that local name; "" when there is none.
std::string_view attribute(pugi::xml_node element, std::string_view name) noexcept;

}  // namespace ecoute::forms::workbook
