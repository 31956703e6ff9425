package io.github.inceptionv2.training;

import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Converts class names of folders and models to one Unicode form.
 *
 * <p>Unicode has several forms of the same name: macOS stores file names in decomposed form, other
 * systems as typed. This library compares and stores names in composed form (NFC).
 */
final class ClassName {

  /** The character that the JDK substitutes for a byte that it cannot decode. */
  private static final char UNDECODABLE = '\ufffd';

  private ClassName() {}

  /** Returns {@code name} in composed form (NFC), the form in which names are compared. */
  static String normal(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }

  /**
   * Returns the class of each folder.
   *
   * @throws FileSystemException if a folder's name cannot be decoded, or two folders name the same
   *     class
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
                + "\", whose names differ only in their Unicode form: \""
                + escaped(other)
                + "\" and \""
                + escaped(folder)
                + "\"; merge them");
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
          "has a name that cannot be decoded, so the class would get a garbled name: this JVM reads"
              + " file names as "
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
