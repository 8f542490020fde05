#pragma once
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include "server/http/limits.hpp"
#include "server/http/urlencoded.hpp"
#include "server/routes.hpp"

namespace ecoute::server {

/// Reads one request from bytes as they come, straight into a Request. Beast checks the protocol; the fields we never
/// look at are not kept. Included by door.cpp alone.
class RequestReader final : public boost::beast::http::basic_parser<true> {
    using error_code = boost::beast::error_code;
    using text = boost::beast::string_view;

public:
    explicit RequestReader(Request& request) : request_(request) {
        header_limit(largest_head_bytes);
        eager(true);
    }

    Match matched;      ///< known once the request line was read
    bool head = false;  ///< HEAD: answered as GET, without the body
    bool old = false;   ///< HTTP/1.0: no Host needed, one request a connection
    bool expects_continue = false;
    bool has_host = false;
    std::size_t body_bytes = 0;  ///< as announced, or as read so far

private:
    void on_request_impl(boost::beast::http::verb, text method, text target, int version, error_code& ec) override {
        if (target.empty() || target.front() != '/') {
            ec = boost::beast::http::error::bad_target;
            return;
        }
        head = method == "HEAD";
        old = version < 11;
        request_.method = head ? std::string("GET") : std::string(method);
        request_.target = std::string(target);
        const auto question = target.find('?');
        const std::string_view path{target.data(), std::min(question, target.size())};
        request_.path = percent_decoded(path);
        if (question != target.npos) {
            const auto query = target.substr(question + 1);
            request_.query = read_urlencoded({query.data(), query.size()});
        }
        matched = match(routes(), request_.method, path);
        request_.captured = std::move(matched.captured);
        body_limit(matched.route ? matched.route->largest_body : largest_body_bytes);
    }

    void on_field_impl(boost::beast::http::field name, text, text value, error_code&) override {
        using enum boost::beast::http::field;
        switch (name) {
            case host:
                request_.host = std::string(value);
                has_host = true;
                break;
            case cookie:
                append(request_.cookie, value, "; ");
                break;
            case accept_language:
                append(request_.accept_language, value, ",");
                break;
            case accept_encoding:
                request_.accepts_gzip = request_.accepts_gzip || accepts_gzip(value);
                break;
            case content_type:
                request_.content_type = without_parameters(value);
                break;
            case authorization:
                request_.authorization = std::string(value);
                break;
            case origin:
                request_.origin = std::string(value);
                break;
            case range:
                request_.range = std::string(value);
                break;
            case if_none_match:
                append(request_.if_none_match, value, ",");
                break;
            case expect:
                expects_continue = boost::beast::iequals(value, "100-continue");
                break;
            default:
                break;
        }
    }

    void on_header_impl(error_code&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&) override {
        if (!length) return;
        body_bytes = static_cast<std::size_t>(*length);
        request_.body.reserve(body_bytes);  // within the route's limit: checked before
    }
    std::size_t on_body_impl(text bytes, error_code&) override {
        request_.body.append(bytes.data(), bytes.size());
        body_bytes = std::max(body_bytes, request_.body.size());
        return bytes.size();
    }
    void on_chunk_header_impl(std::uint64_t, text, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, text bytes, error_code& ec) override {
        return on_body_impl(bytes, ec);
    }
    void on_finish_impl(error_code&) override {}
    void on_response_impl(int, text, int, error_code&) override {}

    static void append(std::string& to, text value, std::string_view between) {
        if (!to.empty()) to += between;
        to.append(value.data(), value.size());
    }
    /// "gzip", unless it is refused with q=0.
    static bool accepts_gzip(text value) {
        const auto at = value.find("gzip");
        return at != value.npos && !value.substr(at + 4).starts_with(";q=0,") && value.substr(at + 4) != ";q=0";
    }
    static std::string without_parameters(text value) {
        auto type = std::string(value.substr(0, value.find(';')));
        while (!type.empty() && (type.back() == ' ' || type.back() == '\t')) type.pop_back();
        for (auto& letter : type)
            if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
        return type;
    }

    Request& request_;
};

}  // namespace ecoute::server
