package io.github.inceptionv2.internal.module;

import io.github.inceptionv2.internal.files.DurableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Additional files in a module's directory, which no loader reads.
 *
 * @param contents the contents of each file, by file name
 */
record ExtraFiles(Map<String, byte[]> contents) {

  /** Names that any file system accepts and that do not lead out of the directory. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private static final List<String> OWN =
      List.of(
          SavedModelFile.NAME,
          ModuleLayout.HUB_MODULE,
          ModuleLayout.VARIABLES,
          ModuleLayout.ASSETS,
          ModuleLayout.EXTRA_ASSETS);

  ExtraFiles {
    Set<String> taken = new TreeSet<>(String.CASE_INSENSITIVE_ORDER); // as on some file systems
    taken.addAll(OWN);
    for (String name : contents.keySet()) {
      if (!PLAIN.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "\"" + name + "\" is not a plain file name; use letters, digits, '.', '_' and '-'");
      }
      if (!taken.add(name)) {
        throw new IllegalArgumentException(
            "the module already has \"" + name + "\"; choose another name");
      }
    }
  }

  void write(Path directory) throws IOException {
    for (Map.Entry<String, byte[]> file : contents.entrySet()) {
      DurableFile.write(directory.resolve(file.getKey()), file.getValue());
    }
  }
}
