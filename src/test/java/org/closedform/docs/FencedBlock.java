package org.closedform.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fenced block of a Markdown page.
 *
 * @param language the first word after the opening fence; empty if there is none
 * @param line the page's line, from 1, that is the first inside the fence
 * @param text what is inside
 * @param follows whether only blank lines are between the block before and this one
 */
record FencedBlock(String language, int line, String text, boolean follows) {
    private static final Pattern OPENING = Pattern.compile(" {0,3}(```+|~~~+)\\s*([^\\s`]*)[^`]*");

    /**
     * The blocks of a page, in order.
     *
     * @throws AssertionError if a fence is never closed
     */
    static List<FencedBlock> in(String file, String markdown) {
        List<String> lines = markdown.lines().toList();
        List<FencedBlock> blocks = new ArrayList<>();
        boolean follows = false;
        for (int i = 0; i < lines.size(); i++) {
            Matcher opening = OPENING.matcher(lines.get(i));
            if (!opening.matches()) {
                follows &= lines.get(i).isBlank();
                continue;
            }
            int first = i + 1;
            int end = closing(lines, first, opening.group(1));
            if (end == lines.size()) {
                throw new AssertionError(file + ":" + first + ": this fence is never closed");
            }
            String text = String.join("\n", lines.subList(first, end));
            blocks.add(new FencedBlock(opening.group(2), first + 1, text, follows));
            follows = true;
            i = end;
        }
        return blocks;
    }

    /** The line of the same marks, at least as many of them and nothing else; past the last if there is none. */
    private static int closing(List<String> lines, int from, String fence) {
        Pattern closing = Pattern.compile(" {0,3}" + fence + fence.charAt(0) + "*\\s*");
        int i = from;
        while (i < lines.size() && !closing.matcher(lines.get(i)).matches()) {
            i++;
        }
        return i;
    }
}
