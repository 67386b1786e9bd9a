// The loop of the tree construction, the stack of open elements (13.2.4.2) and inserting
// (13.2.6.1).

#include "read/html5/tree_builder.h"

#include <algorithm>

#include "read/html5/character_class.h"

namespace chappe {
namespace {

constexpr std::size_t most_elements = 500'000;  // bounds the memory of a page of bare tags

// Formatting elements that were never closed are opened again in every paragraph; without a bound,
// n tags make n * n elements.
constexpr std::size_t reopenings_always = 10'000;
constexpr std::size_t bytes_a_reopening = 8;

}  // namespace

HtmlTree parse_tree(std::string_view markup, const ParseOptions& options) {
    // Offsets are 32 bits; nothing that large comes through the doors.
    HtmlTree tree(markup.substr(0, std::size_t{1} << 30));
    TreeBuilder(tree, options).run();
    return tree;
}

TreeBuilder::TreeBuilder(HtmlTree& tree, const ParseOptions& options)
    : tree_(tree),
      tokenizer_(*tree.input, *tree.arena, tree.attributes, options.unclosed),
      context_(options.fragment),
      reopenings_left_(reopenings_always + tree.input->size() / bytes_a_reopening) {
    tree_.nodes.reserve(tree.input->size() / 40 + 16);
    tree_.attributes.reserve(tree.input->size() / 60 + 16);
    tree_.add(NodeKind::document);
    open_.reserve(64);
    if (context_) set_up_fragment(*context_);
}

/// 13.4 Parsing HTML fragments.
void TreeBuilder::set_up_fragment(const FragmentContext& context) {
    context_space_ = context.space;
    context_tag_ = tag_named(context.name);
    context_node_ = tree_.add(NodeKind::element);
    TreeNode& node = tree_.nodes[context_node_];
    node.tag = context.name == name_of(Tag::foreign_object) ? Tag::foreign_object : context_tag_;
    node.space = context.space;
    node.html_inside =
        context.space == Namespace::svg &&
        (node.tag == Tag::foreign_object || node.tag == Tag::desc || node.tag == Tag::title);

    if (context.space == Namespace::html) {
        switch (context_tag_) {
            case Tag::title:
            case Tag::textarea:
                tokenizer_.enter(TextState::rcdata);
                break;
            case Tag::style:
            case Tag::xmp:
            case Tag::iframe:
            case Tag::noembed:
            case Tag::noframes:
                tokenizer_.enter(TextState::rawtext);
                break;
            case Tag::script:
                tokenizer_.enter(TextState::script_data);
                break;
            case Tag::plaintext:
                tokenizer_.enter(TextState::plaintext);
                break;
            default:
                break;
        }
    }
    open_named(Tag::html);
    tree_.fragment_root = current().node;
    if (is_context(Tag::template_)) template_modes_.push_back(Mode::in_template);
    reset_insertion_mode();
    if (is_context(Tag::form)) form_ = context_node_;
}

void TreeBuilder::run() {
    do {
        tokenizer_.allow_cdata(!open_.empty() &&
                               tree_.nodes[adjusted_current()].space != Namespace::html);
        tokenizer_.next(token_);
        dispatch();
    } while (token_.kind != TokenKind::end_of_file);
    finish();
}

/// 13.2.6 Tree construction: by the rules of the mode, or by those for foreign content.
void TreeBuilder::dispatch() {
    if (ignore_next_lf_) {
        ignore_next_lf_ = false;
        if (is_characters() && token_.text.starts_with('\n')) {
            token_.text.remove_prefix(1);
            if (token_.text.empty()) return;
        }
    }
    if (!open_.empty() && !follows_html_rules()) return foreign_content();
    while (process_here() == Next::again) {
    }
}

TreeBuilder::Next TreeBuilder::process(Mode mode) {
    switch (mode) {
        case Mode::initial:
            return initial();
        case Mode::before_html:
            return before_html();
        case Mode::before_head:
            return before_head();
        case Mode::in_head:
            return in_head();
        case Mode::in_head_noscript:
            return in_head_noscript();
        case Mode::after_head:
            return after_head();
        case Mode::in_body:
            return in_body();
        case Mode::text:
            return text_mode();
        case Mode::in_table:
            return in_table();
        case Mode::in_table_text:
            return in_table_text();
        case Mode::in_caption:
            return in_caption();
        case Mode::in_column_group:
            return in_column_group();
        case Mode::in_table_body:
            return in_table_body();
        case Mode::in_row:
            return in_row();
        case Mode::in_cell:
            return in_cell();
        case Mode::in_template:
            return in_template();
        case Mode::after_body:
            return after_body();
        case Mode::in_frameset:
            return in_frameset();
        case Mode::after_frameset:
            return after_frameset();
        case Mode::after_after_body:
            return after_after_body();
        case Mode::after_after_frameset:
            return after_after_frameset();
    }
    return Next::done;
}

/// 13.2.4.1 "Reset the insertion mode appropriately".
void TreeBuilder::reset_insertion_mode() {
    for (std::size_t i = open_.size(); i-- > 0;) {
        const bool last = i == 0;
        Tag tag = open_[i].tag;
        if (last && is_fragment())
            tag = context_space_ == Namespace::html ? context_tag_ : Tag::text;
        const auto become = [this](Mode mode) { mode_ = mode; };
        switch (tag) {
            case Tag::td:
            case Tag::th:
                if (last) break;
                return become(Mode::in_cell);
            case Tag::tr:
                return become(Mode::in_row);
            case Tag::tbody:
            case Tag::thead:
            case Tag::tfoot:
                return become(Mode::in_table_body);
            case Tag::caption:
                return become(Mode::in_caption);
            case Tag::colgroup:
                return become(Mode::in_column_group);
            case Tag::table:
                return become(Mode::in_table);
            case Tag::template_:
                return become(template_modes_.back());
            case Tag::head:
                if (last) break;
                return become(Mode::in_head);
            case Tag::body:
                return become(Mode::in_body);
            case Tag::frameset:
                return become(Mode::in_frameset);
            case Tag::html:
                return become(head_ == no_node ? Mode::before_head : Mode::after_head);
            default:
                break;
        }
    }
    mode_ = Mode::in_body;
}

void TreeBuilder::push(NodeId node) {
    TreeNode& element = tree_.nodes[node];
    element.is_open = true;
    Open entry{node, element.tag, 0};
    if (element.space == Namespace::html) {
        entry.kinds = kinds_of(element.tag);
        ++open_counts_[static_cast<std::size_t>(element.tag)];
    } else {
        entry.tag = Tag::text;
        if (is_mathml_text_integration_point(node) || element.tag == Tag::annotation_xml ||
            (element.space == Namespace::svg &&
             (element.tag == Tag::foreign_object || element.tag == Tag::desc ||
              element.tag == Tag::title)))
            entry.kinds = special | scope_boundary;
    }
    open_.push_back(entry);
}

void TreeBuilder::pop() {
    remove_open(open_.size() - 1);
}

void TreeBuilder::remove_open(std::size_t position) {
    const Open entry = open_[position];
    tree_.nodes[entry.node].is_open = false;
    if (entry.tag != Tag::text) --open_counts_[static_cast<std::size_t>(entry.tag)];
    open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(position));
}

void TreeBuilder::pop_behind(std::size_t position) {
    while (open_.size() > position + 1) pop();
}

void TreeBuilder::pop_until(Tag tag) {
    while (open_.size() > 1) {
        const bool found = current_is(tag);
        pop();
        if (found) return;
    }
}

void TreeBuilder::pop_until_kind(unsigned kinds) {
    while (open_.size() > 1) {
        const bool found = (current().kinds & kinds) != 0;
        pop();
        if (found) return;
    }
}

std::size_t TreeBuilder::position_of(NodeId node) const {
    if (!tree_.nodes[node].is_open) return open_.size();
    for (std::size_t i = open_.size(); i-- > 0;)
        if (open_[i].node == node) return i;
    return open_.size();
}

/// 13.2.4.2 "Have an element in the specific scope".
bool TreeBuilder::in_scope(Tag tag, unsigned boundary) const {
    if (!is_any_open(tag)) return false;
    for (std::size_t i = open_.size(); i-- > 0;) {
        if (open_[i].tag == tag) return true;
        if ((open_[i].kinds & boundary) != 0) return false;
    }
    return false;
}

bool TreeBuilder::node_in_scope(NodeId node) const {
    for (std::size_t i = open_.size(); i-- > 0;) {
        if (open_[i].node == node) return true;
        if ((open_[i].kinds & scope_boundary) != 0) return false;
    }
    return false;
}

bool TreeBuilder::heading_in_scope() const {
    for (std::size_t i = open_.size(); i-- > 0;) {
        if ((open_[i].kinds & heading) != 0) return true;
        if ((open_[i].kinds & scope_boundary) != 0) return false;
    }
    return false;
}

/// 13.2.6.3 "Generate implied end tags", except for one.
void TreeBuilder::close_implied(Tag except) {
    while ((current().kinds & implied_end) != 0 && !current_is(except)) pop();
}

void TreeBuilder::close_implied_thoroughly() {
    while ((current().kinds & (implied_end | implied_end_thoroughly)) != 0) pop();
}

/// 13.2.6.4.7 "Close a p element".
void TreeBuilder::close_p() {
    close_implied(Tag::p);
    pop_until(Tag::p);
}

void TreeBuilder::close_p_in_button_scope() {
    if (in_scope(Tag::p, scope_boundary | button_boundary)) close_p();
}

/// 13.2.6.4.9 "Clear the stack back to a table context", and the like.
void TreeBuilder::clear_stack_back_to(unsigned kinds) {
    while (open_.size() > 1 && (current().kinds & kinds) == 0) pop();
}

NodeId TreeBuilder::make_element(Tag tag, std::string_view name, Namespace space,
                                 std::uint32_t first, std::uint32_t count) {
    const NodeId id = tree_.add(NodeKind::element);
    TreeNode& node = tree_.nodes[id];
    node.tag = tag;
    node.space = space;
    node.first_attribute = first;
    node.attributes = count;
    if (tag == Tag::unknown) {
        node.name = static_cast<std::uint32_t>(tree_.names.size());
        tree_.names.push_back(name);
    }
    ++elements_;
    has_selected_content_ |= tag == Tag::selectedcontent && space == Namespace::html;
    if (tag == Tag::template_ && space == Namespace::html) {
        const NodeId content = tree_.add(NodeKind::template_content);
        tree_.insert(content, id);
    }
    return id;
}

NodeId TreeBuilder::make_element_for_token(Namespace space) {
    return make_element(token_.tag, token_.text, space, token_.first_attribute, token_.attributes);
}

/// Inside a template element things go into its content.
TreeBuilder::Place TreeBuilder::place_in(NodeId parent) const {
    const TreeNode& node = tree_.nodes[parent];
    if (node.tag == Tag::template_ && node.space == Namespace::html && node.first_child != no_node)
        return {node.first_child, no_node};
    return {parent, no_node};
}

/// 13.2.6.1 "The appropriate place for inserting a node".
TreeBuilder::Place TreeBuilder::place_for_inserting(NodeId override_target) {
    const NodeId target = override_target == no_node ? current().node : override_target;
    const TreeNode& node = tree_.nodes[target];
    if (!foster_parenting_ || node.space != Namespace::html || (kinds_of(node.tag) & fosters) == 0)
        return place_in(target);

    moved_deeper_ = true;
    for (std::size_t i = open_.size(); i-- > 0;) {
        if (open_[i].tag == Tag::template_) return place_in(open_[i].node);
        if (open_[i].tag != Tag::table) continue;
        const NodeId table = open_[i].node;
        if (const NodeId parent = tree_.nodes[table].parent; parent != no_node)
            return {parent, table};
        return place_in(open_[i - 1].node);
    }
    return place_in(open_[0].node);
}

bool TreeBuilder::is_full() {
    if (elements_ < most_elements) return false;
    cut("page cut: more than 500,000 elements");
    return true;
}

void TreeBuilder::cut(std::string_view note) {
    if (std::find(tree_.notes.begin(), tree_.notes.end(), note) == tree_.notes.end())
        tree_.notes.emplace_back(note);
}

void TreeBuilder::remember_cut() {
    ++cut_counts_[static_cast<std::size_t>(token_.tag)];
    ++cut_total_;
}

/// The end tag of something that was not opened ends nothing.
bool TreeBuilder::ends_what_was_cut() {
    if (cut_total_ == 0) return false;
    auto& count = cut_counts_[static_cast<std::size_t>(token_.tag)];
    if (count == 0) return false;
    --count;
    --cut_total_;
    return true;
}

bool TreeBuilder::open_element() {
    const bool full = is_full();
    const bool deep =
        open_.size() >= deepest_open && (kinds_of(token_.tag) & (implied_end_thoroughly)) == 0;
    if (!full && !deep) {
        const NodeId node = make_element_for_token();
        insert_at(node, place_for_inserting());
        push(node);
        return true;
    }
    // What closes itself has no end tag that would have to be left out with it.
    if ((kinds_of(token_.tag) & implied_end) == 0) remember_cut();
    if (full) return false;
    cut("nesting cut: deeper than 512");
    insert_at(make_element_for_token(), place_for_inserting());
    return false;
}

void TreeBuilder::open_named(Tag tag) {
    const NodeId node = make_element(tag, name_of(tag), Namespace::html, 0, 0);
    insert_at(node, open_.empty() ? Place{0, no_node} : place_for_inserting());
    push(node);
}

void TreeBuilder::insert_void() {
    if (is_full()) return;
    insert_at(make_element_for_token(), place_for_inserting());
}

/// 13.2.6.1 "Insert a character", many at once.
void TreeBuilder::insert_text(std::string_view text) {
    if (text.empty()) return;
    const Place place = place_for_inserting();
    if (place.parent == 0) return;  // a document has no text
    const NodeId neighbour = place.before == no_node ? tree_.nodes[place.parent].last_child
                                                     : tree_.nodes[place.before].previous;
    if (neighbour != no_node && tree_.nodes[neighbour].kind == NodeKind::text)
        return tree_.extend_text(neighbour, text);
    const NodeId node = tree_.add(NodeKind::text);
    tree_.nodes[node].text = text.data();
    tree_.nodes[node].size = static_cast<std::uint32_t>(text.size());
    insert_at(node, place);
}

void TreeBuilder::insert_comment(Place place) {
    if (is_full()) return;
    ++elements_;
    const NodeId node = tree_.add(NodeKind::comment);
    tree_.nodes[node].text = token_.text.data();
    tree_.nodes[node].size = static_cast<std::uint32_t>(token_.text.size());
    insert_at(node, place);
}

/// A second <html> or <body>: attributes that the element does not have yet.
void TreeBuilder::merge_attributes(NodeId node) {
    TreeNode& element = tree_.nodes[node];
    auto& pool = tree_.attributes;
    std::vector<Attribute> added;
    for (std::uint32_t i = 0; i < token_.attributes; ++i) {
        const Attribute one = pool[token_.first_attribute + i];
        if (!tree_.attribute(node, one.name)) added.push_back(one);
    }
    pool.resize(token_.first_attribute);
    const auto room = HtmlTokenizer::most_attributes - element.attributes;
    if (added.size() > room) added.resize(room);
    if (added.empty()) return;
    const std::uint32_t first = element.first_attribute;
    if (first + element.attributes != pool.size()) {  // not the last ones: they move to the end
        element.first_attribute = static_cast<std::uint32_t>(pool.size());
        for (std::uint32_t i = 0; i < element.attributes; ++i) {
            const Attribute one = pool[first + i];
            pool.push_back(one);
        }
    }
    pool.insert(pool.end(), added.begin(), added.end());
    element.attributes += static_cast<std::uint32_t>(added.size());
}

/// 13.2.6.2 "The generic raw text element parsing algorithm" and its like.
void TreeBuilder::enter_text(TextState state) {
    tokenizer_.enter(state);
    original_mode_ = mode_;
    mode_ = Mode::text;
}

std::string_view TreeBuilder::take_space() {
    std::size_t size = 0;
    while (size < token_.text.size() && is_html_space(token_.text[size])) ++size;
    const std::string_view space = token_.text.substr(0, size);
    token_.text.remove_prefix(size);
    return space;
}

void TreeBuilder::finish() {
    if (tokenizer_.attributes_cut()) cut("tag cut: more than 256 attributes");
    if (has_selected_content_) fill_selected_content();
    if (moved_deeper_) bound_depth();
}

/// Moving (the adoption agency, foster parents) can put an element deeper than the stack was high.
/// Such elements become the next siblings of the one they would be too deep in.
void TreeBuilder::bound_depth() {
    std::size_t depth = 0;
    NodeId at = 0;
    while (true) {
        // A template's content cannot leave it; what is in the content can.
        if (depth >= deepest_element && tree_.nodes[at].first_child != no_node &&
            !tree_.is_html(at, Tag::template_)) {
            cut("nesting cut: deeper than 512");
            NodeId behind =
                tree_.nodes[at].kind == NodeKind::template_content ? tree_.nodes[at].parent : at;
            while (tree_.nodes[at].first_child != no_node) {
                const NodeId child = tree_.nodes[at].first_child;
                tree_.insert(child, tree_.nodes[behind].parent, tree_.nodes[behind].next);
                behind = child;
            }
        }
        if (tree_.nodes[at].first_child != no_node) {
            at = tree_.nodes[at].first_child;
            ++depth;
            continue;
        }
        while (at != 0 && tree_.nodes[at].next == no_node) {
            at = tree_.nodes[at].parent;
            --depth;
        }
        if (at == 0) return;
        at = tree_.nodes[at].next;
    }
}

}  // namespace chappe
