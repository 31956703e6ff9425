package io.github.inceptionv2.testing;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;

/**
 * The classes that each compiled class uses. Fully qualified names count, unlike unused imports. A
 * nested class counts as the class in whose file it is.
 */
public final class UsedClasses {

  private static final Pattern ARROW = Pattern.compile(" +(\\S+) +-> (\\S+) .*");

  private final Map<String, Set<String>> used = new TreeMap<>();

  private UsedClasses() {}

  /**
   * Reads the classes below {@code root}.
   *
   * @param prefix the beginning of the names of relevant classes
   */
  public static UsedClasses read(Path root, String prefix) {
    StringWriter text = new StringWriter();
    int code =
        ToolProvider.findFirst("jdeps")
            .orElseThrow()
            .run(
                new PrintWriter(text),
                new PrintWriter(text),
                "-verbose:class",
                "-filter:none",
                "--multi-release",
                "base",
                root.toString());
    if (code != 0) {
      throw new AssertionError("jdeps ended with " + code + ": " + text);
    }
    UsedClasses classes = new UsedClasses();
    text.toString().lines().map(ARROW::matcher).filter(Matcher::matches).forEach(classes::add);
    classes.used.keySet().removeIf(name -> !name.startsWith(prefix));
    classes.used.values().forEach(names -> names.retainAll(classes.used.keySet()));
    return classes;
  }

  private void add(Matcher arrow) {
    String user = outermost(arrow.group(1));
    String other = outermost(arrow.group(2));
    used.computeIfAbsent(user, name -> new TreeSet<>());
    if (!user.equals(other)) {
      used.get(user).add(other);
    }
  }

  private static String outermost(String name) {
    return name.replaceFirst("\\$.*", "");
  }

  /** Returns the classes that each class uses, by names with their packages. */
  public Map<String, Set<String>> all() {
    return used;
  }

  /** Returns the cycles between classes, such as {@code A -> B -> A}. */
  public List<String> circles() {
    List<String> circles = new ArrayList<>();
    Set<String> known = new TreeSet<>();
    for (String name : used.keySet()) {
      if (!known.contains(name)) {
        List<String> path = wayBack(name);
        if (!path.isEmpty()) {
          known.addAll(path);
          circles.add(String.join(" -> ", path));
        }
      }
    }
    return circles;
  }

  /** Returns the shortest path from {@code start} back to itself, or an empty list. */
  private List<String> wayBack(String start) {
    Map<String, String> from = new LinkedHashMap<>();
    Deque<String> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      String name = open.remove();
      for (String next : used.getOrDefault(name, Set.of())) {
        if (from.putIfAbsent(next, name) == null) {
          open.add(next);
        }
      }
    }
    List<String> path = new ArrayList<>();
    for (String name = start; from.containsKey(start); name = from.get(name)) {
      path.add(0, name);
      if (name.equals(start) && path.size() > 1) {
        break;
      }
    }
    return path;
  }
}
