#pragma once
// The tree construction stage, HTML standard 13.2.6
// (https://html.spec.whatwg.org/multipage/parsing.html#tree-construction), as one class in several
// files: tree_builder.cc (the loop, the stack, inserting), formatting.cc (the list of active
// formatting elements), in_head.cc, in_body.cc, in_body_ends.cc, in_table.cc, in_frames.cc,
// in_foreign.cc (the rules of each insertion mode), selected_content.cc (what closed options
// leave).
//
// Select elements follow the standard since 2025: there is no "in select" mode any more.

#include <array>
#include <string_view>
#include <vector>

#include "read/html5/tag_kinds.h"
#include "read/html5/tree.h"

namespace chappe {

enum class Mode : std::uint8_t {
    initial,
    before_html,
    before_head,
    in_head,
    in_head_noscript,
    after_head,
    in_body,
    text,
    in_table,
    in_table_text,
    in_caption,
    in_column_group,
    in_table_body,
    in_row,
    in_cell,
    in_template,
    after_body,
    in_frameset,
    after_frameset,
    after_after_body,
    after_after_frameset
};

class TreeBuilder {
 public:
    TreeBuilder(HtmlTree& tree, const ParseOptions& options);
    void run();

 private:
    /// What a rule says: the token is done with, or "reprocess the token" in what is now the mode.
    enum class Next { done, again };

    /// An entry of the stack of open elements.
    struct Open {
        NodeId node = no_node;
        Tag tag = Tag::unknown;  // Tag::text for elements that are not HTML, so that none is meant
        std::uint16_t kinds = 0;
    };
    /// An entry of the list of active formatting elements.
    struct Formatting {
        NodeId node = no_node;  // no_node: a marker
        Tag tag = Tag::unknown;
        std::uint32_t hash = 0;  // of the attributes, in any order
    };
    struct Place {
        NodeId parent = no_node;
        NodeId before = no_node;
    };

    // tree_builder.cc
    void set_up_fragment(const FragmentContext& context);
    void dispatch();
    Next process(Mode mode);
    Next process_here() { return process(mode_); }
    void reset_insertion_mode();
    void finish();
    void bound_depth();

    Open& current() { return open_.back(); }
    bool current_is(Tag tag) const { return open_.back().tag == tag; }
    bool is_fragment() const { return context_.has_value(); }
    bool is_context(Tag tag) const {
        return is_fragment() && context_space_ == Namespace::html && context_tag_ == tag;
    }
    void push(NodeId node);
    void pop();
    void remove_open(std::size_t position);
    void pop_until(Tag tag);
    void pop_until_kind(unsigned kinds);
    void pop_behind(std::size_t position);
    /// Position in the stack; size of the stack when it is not there.
    std::size_t position_of(NodeId node) const;
    bool is_any_open(Tag tag) const { return open_counts_[static_cast<std::size_t>(tag)] != 0; }
    bool in_scope(Tag tag, unsigned boundary = scope_boundary) const;
    bool node_in_scope(NodeId node) const;
    bool heading_in_scope() const;
    void close_implied(Tag except = Tag::text);
    void close_implied_thoroughly();
    void close_p();
    void close_p_in_button_scope();
    void clear_stack_back_to(unsigned kinds);

    NodeId make_element(Tag tag, std::string_view name, Namespace space, std::uint32_t first,
                        std::uint32_t count);
    NodeId make_element_for_token(Namespace space = Namespace::html);
    Place place_for_inserting(NodeId override_target = no_node);
    Place place_in(NodeId parent) const;
    void insert_at(NodeId node, Place place) { tree_.insert(node, place.parent, place.before); }
    /// Inserts an element for the token and opens it. False when the page is too deep or too large:
    /// then it was inserted closed, or not at all.
    bool open_element();
    void open_named(Tag tag);
    /// Inserts an element for the token that has no content.
    void insert_void();
    void insert_text(std::string_view text);
    void insert_comment(Place place);
    void insert_comment_here() { insert_comment(place_for_inserting()); }
    bool is_full();
    void cut(std::string_view note);
    void remember_cut();
    bool ends_what_was_cut();
    void merge_attributes(NodeId node);
    void enter_text(TextState state);

    // formatting.cc
    void add_formatting();
    void reopen_formatting();
    void add_marker() { formatting_.push_back({}); }
    void clear_formatting_to_marker();
    std::size_t formatting_position(NodeId node) const;
    void forget_formatting(NodeId node);
    void adopt(Tag subject);
    NodeId clone_element(NodeId node);
    bool adopt_once(Tag subject);
    NodeId wrap_furthest(std::size_t formatting_at, std::size_t furthest_at, std::size_t& bookmark);

    // in_head.cc
    Next initial();
    Next before_html();
    Next before_head();
    Next in_head();
    Next in_head_noscript();
    Next after_head();
    Next start_template();
    Next end_template();
    Next generic_text();
    Next in_template();
    Next template_mode(Mode mode);

    // in_body.cc, in_body_ends.cc
    Next in_body();
    Next body_start_tag();
    Next body_end_tag();
    Next body_end_of_file();
    void start_block();
    void start_heading();
    void start_item();
    void start_a();
    void start_nobr();
    void start_button();
    void start_form();
    void start_table();
    void start_input();
    void start_option();
    void start_select();
    void start_foreign(Namespace space);
    Next start_frameset();
    void end_block();
    void end_form();
    void end_item();
    void end_heading();
    void any_other_end_tag();
    Next text_mode();

    // in_table.cc
    Next in_table();
    Next table_start_tag();
    Next table_anything_else();
    Next in_table_text();
    Next in_caption();
    Next in_column_group();
    Next in_table_body();
    Next in_row();
    Next in_cell();
    void close_cell();
    bool close_caption();
    bool close_row();
    bool close_table_body();

    // selected_content.cc
    void fill_selected_content();
    NodeId selected_option(NodeId select);
    void copy_children(NodeId from, NodeId to);

    // in_frames.cc
    Next after_body();
    Next in_frameset();
    Next after_frameset();
    Next after_after_body();
    Next after_after_frameset();
    void insert_only_space();

    // in_foreign.cc
    bool follows_html_rules() const;
    void foreign_content();
    Next foreign_start_tag();
    Next foreign_end_tag();
    NodeId insert_foreign(Namespace space);
    bool is_mathml_text_integration_point(NodeId node) const;
    NodeId adjusted_current() const;

    bool is_start() const { return token_.kind == TokenKind::start_tag; }
    bool is_end() const { return token_.kind == TokenKind::end_tag; }
    bool is_start(Tag tag) const { return is_start() && token_.tag == tag; }
    bool is_end(Tag tag) const { return is_end() && token_.tag == tag; }
    bool is_characters() const { return token_.kind == TokenKind::characters; }
    /// Takes the space at the beginning of a characters token off it.
    std::string_view take_space();

    HtmlTree& tree_;
    HtmlTokenizer tokenizer_;
    HtmlToken token_;
    std::optional<FragmentContext> context_;
    Tag context_tag_ = Tag::unknown;
    Namespace context_space_ = Namespace::html;
    NodeId context_node_ = no_node;  // stands for the context element; in no tree

    Mode mode_ = Mode::initial;
    Mode original_mode_ = Mode::initial;
    std::vector<Mode> template_modes_;
    std::vector<Open> open_;
    std::array<std::uint16_t, tag_count> open_counts_{};
    std::vector<Formatting> formatting_;
    std::vector<std::string_view> table_text_;
    NodeId head_ = no_node;
    NodeId form_ = no_node;
    bool frameset_ok_ = true;
    bool foster_parenting_ = false;
    bool ignore_next_lf_ = false;
    bool has_selected_content_ = false;
    bool moved_deeper_ = false;  // something was moved in a way that the stack does not bound

    // Limits. The parts of a table and raw texts may come on top of the stack's: what is cut is
    // what can nest in itself.
    static constexpr std::size_t deepest_open = deepest_element - 12;
    std::size_t elements_ = 0;
    std::size_t reopenings_left_;
    std::array<std::uint32_t, tag_count> cut_counts_{};  // start tags that were not opened
    std::size_t cut_total_ = 0;
};

}  // namespace chappe
