package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.testing.GuidePages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Links work, the menu is complete, and each page of the guide begins with an example. */
class GuideTest {

  private static final int README_LINES = 150;
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern WEB = Pattern.compile("(https?|mailto):.*");
  private static final Pattern ITEM = Pattern.compile("<item [^>]*href=\"([^\"]+)\\.html\"");

  @Test
  void readme_isShort() throws Exception {
    int lines = Files.readAllLines(GuidePages.README).size();
    assertTrue(lines <= README_LINES, lines + " lines");
  }

  @Test
  void links_pointToExistingFiles() throws Exception {
    Set<String> broken = new TreeSet<>();
    for (Path page : GuidePages.all()) {
      for (String link : links(page)) {
        if (!Files.exists(target(page, link))) {
          broken.add(page + ": " + link);
        }
      }
    }
    assertEquals(Set.of(), broken);
  }

  /** The site has only the guide's pages, so a link to a source file would be broken there. */
  @Test
  void links_ofTheGuide_stayInTheGuide() throws Exception {
    Set<String> outside = new TreeSet<>();
    for (Path page : GuidePages.guide()) {
      for (String link : links(page)) {
        if (!target(page, link).startsWith(GuidePages.GUIDE)) {
          outside.add(page + ": " + link);
        }
      }
    }
    assertEquals(Set.of(), outside);
  }

  /**
   * Maven's site and GitHub derive different anchors from a heading, so pages declare their own.
   */
  @Test
  void anchors_areDeclared() throws Exception {
    Set<String> missing = new TreeSet<>();
    for (Path page : GuidePages.all()) {
      for (String link : links(page)) {
        int hash = link.indexOf('#');
        String anchor = "<a id=\"" + link.substring(hash + 1) + "\"></a>";
        if (hash >= 0 && !GuidePages.prose(target(page, link)).contains(anchor)) {
          missing.add(page + ": " + link);
        }
      }
    }
    assertEquals(Set.of(), missing);
  }

  @Test
  void menu_listsEveryPage() throws Exception {
    String menu = Files.readString(Path.of("src/site/site.xml"));
    Set<String> items =
        ITEM.matcher(menu)
            .results()
            .map(item -> item.group(1) + ".md")
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> pages =
        GuidePages.guide().stream()
            .map(page -> GuidePages.GUIDE.relativize(page).toString().replace('\\', '/'))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(pages, items);
  }

  /** The first code block, in any language, comes before the first section. */
  @Test
  void pages_beginWithAnExample() throws Exception {
    Set<String> late = new TreeSet<>();
    for (Path page : GuidePages.guide()) {
      String text = Files.readString(page);
      int section = text.indexOf("\n## ");
      int example = text.indexOf("\n```");
      if (page.endsWith("changes.md")) {
        continue; // the change log is a list
      }
      if (example < 0 || (section >= 0 && example > section)) {
        late.add(page.toString());
      }
    }
    assertEquals(Set.of(), late);
  }

  private static List<String> links(Path page) throws IOException {
    return LINK.matcher(GuidePages.prose(page))
        .results()
        .map((MatchResult link) -> link.group(1))
        .filter(link -> !WEB.matcher(link).matches())
        .toList();
  }

  private static Path target(Path page, String link) {
    String path = link.replaceAll("#.*", "");
    return path.isEmpty() ? page : page.resolveSibling(path).normalize();
  }
}
