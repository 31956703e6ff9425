package io.github.inceptionv2.internal.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** Recognizes image files, and files and directories to ignore, by their names. */
public final class ImageFileNames {

  private static final Set<String> SUFFIXES =
      Set.of("jpg", "jpeg", "jpe", "jif", "jfif", "png", "gif", "bmp", "webp");

  /**
   * Directories that Synology, QNAP, macOS archives, Windows and Linux create beside the user's
   * directories.
   */
  private static final Set<String> SYSTEM_DIRECTORIES =
      Set.of(
          "@eadir",
          "#recycle",
          "#snapshot",
          "@recycle",
          "@recently-snapshot",
          "__macosx",
          "$recycle.bin",
          "system volume information",
          "lost+found");

  private ImageFileNames() {}

  /** Returns true if the name of {@code file} has an image's extension. */
  public static boolean isImage(Path file) {
    String name = name(file);
    int dot = name.lastIndexOf('.');
    return dot >= 0 && SUFFIXES.contains(name.substring(dot + 1));
  }

  /**
   * Returns true if a file or directory is hidden or belongs to the system: {@code .DS_Store},
   * {@code ._photo.jpg}, {@code @eaDir}.
   */
  public static boolean isIgnored(Path path) throws IOException {
    String name = name(path);
    return name.startsWith(".") || SYSTEM_DIRECTORIES.contains(name) || Files.isHidden(path);
  }

  /** Returns the name in lower case; empty for the root, which has no name. */
  private static String name(Path path) {
    return path.getFileName() == null ? "" : path.getFileName().toString().toLowerCase(Locale.ROOT);
  }
}
