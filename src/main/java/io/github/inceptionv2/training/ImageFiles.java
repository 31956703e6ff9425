package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.image.ImageFileNames;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.stream.Stream;

/** Finds the images and folders in a folder. Hidden and system files and folders are ignored. */
final class ImageFiles {

  private ImageFiles() {}

  /** Returns the folders directly in {@code directory}. */
  static List<Path> folders(Path directory) throws IOException {
    List<Path> folders = new ArrayList<>();
    for (Path entry : entries(directory)) {
      if (Files.isDirectory(entry)) {
        folders.add(entry);
      }
    }
    return folders;
  }

  /** Returns the images directly in {@code directory}, sorted by name. */
  static List<Path> in(Path directory) throws IOException {
    List<Path> images = new ArrayList<>();
    for (Path entry : entries(directory)) {
      // A broken link is a lost image, which must be reported.
      boolean isFile = Files.isRegularFile(entry) || isBrokenLink(entry);
      if (isFile && ImageFileNames.isImage(entry)) {
        images.add(entry);
      }
    }
    return images;
  }

  private static boolean isBrokenLink(Path path) {
    return Files.isSymbolicLink(path) && !Files.exists(path);
  }

  private static List<Path> entries(Path directory) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (Stream<Path> all = Files.list(directory)) {
      for (Path entry : (Iterable<Path>) all.sorted()::iterator) {
        if (!ImageFileNames.isIgnored(entry)) {
          entries.add(entry);
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return entries;
  }

  /** Returns the images at any depth in {@code directory}, sorted by path. */
  static List<Path> under(Path directory) throws IOException {
    Finder finder = new Finder(directory);
    Files.walkFileTree(
        directory, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, finder);
    return finder.found.stream().sorted().toList();
  }

  /** Collects image files. Follows links, but not in cycles. */
  private static final class Finder extends SimpleFileVisitor<Path> {

    private final Path start;
    private final List<Path> found = new ArrayList<>();

    Finder(Path start) {
      this.start = start;
    }

    /** Skips ignored folders, except the start folder, which the caller chose. */
    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
        throws IOException {
      return !directory.equals(start) && ImageFileNames.isIgnored(directory)
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      // Links are followed, so a link here is broken: a lost image, which must be reported.
      boolean isFile = attributes.isRegularFile() || attributes.isSymbolicLink();
      if (isFile && ImageFileNames.isImage(file) && !ImageFileNames.isIgnored(file)) {
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
