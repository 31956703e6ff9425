package io.github.inceptionv2.training;

import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Names of classes, as folders and models have them.
 *
 * <p>Unicode can write one name in several ways: macOS stores names decomposed, other systems as
 * they were typed. Names are compared and stored composed (NFC).
 */
final class ClassName {

  /** The character that the JDK puts in place of a byte that it cannot decode. */
  private static final char UNDECODABLE = '\ufffd';

  private ClassName() {}

  /** Returns {@code name} as it is compared. */
  static String normal(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }

  /**
   * Returns the class of each folder.
   *
   * @throws FileSystemException if the name of one cannot be decoded, or two have the same
   */
  static Map<Path, String> of(List<Path> folders) throws FileSystemException {
    Map<Path, String> classes = new HashMap<>();
    Map<String, Path> known = new HashMap<>();
    for (Path folder : folders) {
      String name = of(folder);
      Path other = known.put(name, folder);
      if (other != null) {
        throw new FileSystemException(
            folder.getParent().toString(),
            null,
            "has two folders for the class \""
                + name
                + "\", whose names differ in their Unicode form only: \""
                + escaped(other)
                + "\" and \""
                + escaped(folder)
                + "\"; join them");
      }
      classes.put(folder, name);
    }
    return classes;
  }

  private static String of(Path folder) throws FileSystemException {
    String name = folder.getFileName().toString();
    if (name.indexOf(UNDECODABLE) >= 0) {
      throw new FileSystemException(
          folder.toString(),
          null,
          "has a name that cannot be decoded, and would name a class so for ever: this JVM takes"
              + " file names for "
              + System.getProperty("sun.jnu.encoding")
              + "; set the environment variable LC_ALL to C.UTF-8 before Java starts, or rename"
              + " the folder");
    }
    return normal(name);
  }

  private static String escaped(Path folder) {
    StringBuilder escaped = new StringBuilder();
    for (char c : folder.getFileName().toString().toCharArray()) {
      escaped.append(c < 128 ? "" + c : String.format(Locale.ROOT, "\\u%04x", (int) c));
    }
    return escaped.toString();
  }
}
