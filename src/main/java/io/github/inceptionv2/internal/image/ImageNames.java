package io.github.inceptionv2.internal.image;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Tells by their names which files in a folder are images. */
public final class ImageNames {

  /** The endings of names in lower case, without a dot. */
  public static final List<String> EXTENSIONS =
      List.of("jpg", "jpeg", "jpe", "jfif", "jif", "png", "gif", "bmp", "webp");

  private ImageNames() {}

  /** Returns whether the file's name has one of {@link #EXTENSIONS}, in any case. */
  public static boolean isImage(Path file) {
    Path name = file.getFileName();
    if (name == null) {
      return false;
    }
    String text = name.toString();
    int dot = text.lastIndexOf('.');
    return dot >= 0 && EXTENSIONS.contains(text.substring(dot + 1).toLowerCase(Locale.ROOT));
  }
}
