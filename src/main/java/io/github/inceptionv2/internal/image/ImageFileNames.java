package io.github.inceptionv2.internal.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** Says by their names which files in a folder are images, and what in it is nobody's concern. */
public final class ImageFileNames {

  private static final Set<String> SUFFIXES =
      Set.of("jpg", "jpeg", "jpe", "jif", "jfif", "png", "gif", "bmp", "webp");

  /** Folders that Synology, QNAP, macOS archives, Windows and Linux create beside the user's. */
  private static final Set<String> OF_THE_SYSTEM =
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

  /** Returns whether {@code file} is named like an image. */
  public static boolean isImage(Path file) {
    String name = name(file);
    int dot = name.lastIndexOf('.');
    return dot >= 0 && SUFFIXES.contains(name.substring(dot + 1));
  }

  /**
   * Returns whether a file or folder is hidden, or the system's: {@code .DS_Store}, {@code
   * ._photo.jpg}, {@code @eaDir}.
   */
  public static boolean isIgnored(Path path) throws IOException {
    String name = name(path);
    return name.startsWith(".") || OF_THE_SYSTEM.contains(name) || Files.isHidden(path);
  }

  /** The root has no name. */
  private static String name(Path path) {
    return path.getFileName() == null ? "" : path.getFileName().toString().toLowerCase(Locale.ROOT);
  }
}
