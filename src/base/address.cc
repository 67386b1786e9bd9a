#include "base/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace chappe {

std::optional<Address> parse_address(std::string_view text) {
    // inet_pton reads what stands before a NUL; more text than INET6_ADDRSTRLEN is no address.
    if (text.size() >= INET6_ADDRSTRLEN || text.find('\0') != text.npos) return std::nullopt;
    char zero_ended[INET6_ADDRSTRLEN] = {};
    text.copy(zero_ended, sizeof zero_ended - 1);

    Address address;
    if (inet_pton(AF_INET, zero_ended, address.bytes.data()) == 1) return address;
    address.family = Address::Family::v6;
    if (inet_pton(AF_INET6, zero_ended, address.bytes.data()) == 1) return address;
    return std::nullopt;
}

std::optional<Subnet> parse_subnet(std::string_view text) {
    const std::size_t slash = text.find('/');
    const auto first = parse_address(text.substr(0, slash));
    if (!first) return std::nullopt;
    if (slash == text.npos) return Subnet{*first, first->bits()};

    const std::string_view digits = text.substr(slash + 1);
    unsigned length = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
    if (error != std::errc{} || end != digits.data() + digits.size() || length > first->bits())
        return std::nullopt;
    for (unsigned bit = length; bit < first->bits(); ++bit)
        if ((first->bytes[bit / 8] >> (7 - bit % 8) & 1) != 0) return std::nullopt;
    return Subnet{*first, length};
}

std::optional<Address> address_of(const sockaddr& socket_address) {
    Address address;
    if (socket_address.sa_family == AF_INET) {
        sockaddr_in in{};
        std::memcpy(&in, &socket_address, sizeof in);
        std::memcpy(address.bytes.data(), &in.sin_addr, 4);
        return address;
    }
    if (socket_address.sa_family == AF_INET6) {
        sockaddr_in6 in6{};
        std::memcpy(&in6, &socket_address, sizeof in6);
        address.family = Address::Family::v6;
        std::memcpy(address.bytes.data(), &in6.sin6_addr, 16);
        return address;
    }
    return std::nullopt;
}

std::string to_string(const Address& address) {
    char text[INET6_ADDRSTRLEN] = {};
    const int family = address.family == Address::Family::v4 ? AF_INET : AF_INET6;
    inet_ntop(family, address.bytes.data(), text, sizeof text);
    return text;
}

Address undressed(const Address& address) {
    constexpr std::array<std::uint8_t, 12> clothes = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    const auto& b = address.bytes;
    const bool dressed = address.family == Address::Family::v6 &&
                         std::equal(clothes.begin(), clothes.end(), b.begin());
    return dressed ? Address::v4(b[12], b[13], b[14], b[15]) : address;
}

bool is_loopback(const Address& address) {
    if (address.family == Address::Family::v4) return address.bytes[0] == 127;
    Address one{.family = Address::Family::v6, .bytes = {}};
    one.bytes[15] = 1;
    return address == one;
}

}  // namespace chappe
