package io.github.inceptionv2.training;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Finds what lies in a folder; hidden files and folders are passed over. */
final class ImageFiles {

  private static final Set<String> SUFFIXES = Set.of("jpg", "jpeg", "png", "gif", "bmp", "webp");

  private ImageFiles() {}

  /** The folders that lie directly in {@code directory}. */
  static List<Path> folders(Path directory) throws IOException {
    List<Path> folders = new ArrayList<>();
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path entry : (Iterable<Path>) entries::iterator) {
        if (Files.isDirectory(entry) && !isHidden(entry)) {
          folders.add(entry);
        }
      }
    }
    return folders;
  }

  /** The files that lie directly in {@code directory} and are called as images are. */
  static long countIn(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(entry -> Files.isRegularFile(entry) && hasSuffix(entry)).count();
    }
  }

  /** The files in {@code directory}, however deep, that are called as images are. */
  static List<Path> under(Path directory) throws IOException {
    Finder finder = new Finder();
    Files.walkFileTree(
        directory, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, finder);
    return finder.found;
  }

  private static boolean hasSuffix(Path file) {
    String name = file.getFileName().toString();
    return SUFFIXES.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }

  private static boolean isHidden(Path path) throws IOException {
    return path.getFileName().toString().startsWith(".") || Files.isHidden(path);
  }

  /** Follows links, but not in circles. */
  private static final class Finder extends SimpleFileVisitor<Path> {

    private final List<Path> found = new ArrayList<>();

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
        throws IOException {
      return isHidden(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      // Followed, it is still a link where it leads nowhere: a loss that is worth a message.
      boolean isFile = attributes.isRegularFile() || attributes.isSymbolicLink();
      if (isFile && hasSuffix(file) && !isHidden(file)) {
        found.add(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof FileSystemLoopException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }
  }
}
