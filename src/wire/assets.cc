#include "wire/assets.h"

#include <span>
#include <vector>

#include "base/digest.h"
#include "base/embedded.h"

namespace chappe {

std::span<const EmbeddedFile> web_files();  // made by chappe_embed

namespace {

std::string_view type_of(std::string_view name) {
    if (name.ends_with(".css")) return "text/css; charset=utf-8";
    if (name.ends_with(".js")) return "text/javascript; charset=utf-8";
    if (name.ends_with(".svg")) return "image/svg+xml";
    return "application/octet-stream";
}

const std::vector<Asset>& assets() {
    static const std::vector<Asset> all = [] {
        std::vector<Asset> made;
        for (const EmbeddedFile& file : web_files()) {
            Asset asset;
            asset.name = file.name.substr(file.name.rfind('/') + 1);
            asset.bytes = file.bytes;
            asset.type = type_of(asset.name);
            asset.version = to_hex(digest(file.bytes)).substr(0, 16);
            asset.address = "/web/" + std::string(asset.name) + "?v=" + asset.version;
            made.push_back(std::move(asset));
        }
        return made;
    }();
    return all;
}

}  // namespace

const Asset* find_asset(std::string_view name) {
    for (const Asset& asset : assets())
        if (asset.name == name) return &asset;
    return nullptr;
}

std::string_view assets_version() {
    static const std::string version = [] {
        std::string all = CHAPPE_VERSION;
        for (const Asset& asset : assets()) all += asset.version;
        return to_hex(digest(all)).substr(0, 12);
    }();
    return version;
}

}  // namespace chappe
