#pragma once

namespace ecoute::server::tls {

/// How a std::unique_ptr frees an object of OpenSSL: Freed<EVP_PKEY_free>.
template <auto Free>
struct Freed {
    template <class T>
    void operator()(T* object) const {
        Free(object);
    }
};

}  // namespace ecoute::server::tls
