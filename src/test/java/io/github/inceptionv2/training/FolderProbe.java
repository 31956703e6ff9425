package io.github.inceptionv2.training;

import java.io.IOException;
import java.nio.file.Path;

/** Prints a folder's classes, or why it is refused, in a JVM with another encoding. */
final class FolderProbe {

  private FolderProbe() {}

  public static void main(String[] args) {
    try {
      ImageFolder folder = ImageFolder.open(Path.of(args[0]), 0, 0);
      for (String label : folder.labels()) {
        StringBuilder codes = new StringBuilder("class");
        label.chars().forEach(c -> codes.append(' ').append(Integer.toHexString(c)));
        System.out.println(codes);
      }
      System.out.println("images " + folder.training().size());
    } catch (IOException e) {
      System.out.println("refused " + e.getMessage());
    }
  }
}
