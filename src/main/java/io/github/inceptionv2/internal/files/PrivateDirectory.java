package io.github.inceptionv2.internal.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Creates directories for temporary files that only this user can read or write.
 *
 * <p>A directory has the same name in each process, so all processes share its files. Other users
 * can predict the name and create the directory, or a link, first. A directory that is not private
 * to this user is not used; a directory with a random name is created instead.
 */
final class PrivateDirectory {

  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");

  /**
   * The created directories, by their usual paths. A random name must stay the same while the
   * process lives.
   */
  private static final ConcurrentHashMap<Path, Path> MADE = new ConcurrentHashMap<>();

  private PrivateDirectory() {}

  /**
   * Returns this user's directory in {@code parent}.
   *
   * @param name the prefix of the directory's name
   */
  static synchronized Path in(Path parent, String name) throws IOException {
    Path key = parent.resolve(name);
    Path made = MADE.get(key);
    if (made == null || !Files.isDirectory(made, LinkOption.NOFOLLOW_LINKS)) {
      made = make(parent, name);
      MADE.put(key, made);
    }
    return made;
  }

  private static Path make(Path parent, String name) throws IOException {
    // The owner identifies this user, whose user.name is "?" without an entry in /etc/passwd.
    Path random = Files.createTempDirectory(parent, name + "-");
    if (!parent.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      Files.delete(random);
      return Files.createDirectories(parent.resolve(name)); // on Windows, the parent is per user
    }
    UserPrincipal user = Files.getOwner(random, LinkOption.NOFOLLOW_LINKS);
    Path lasting = parent.resolve(name + "-" + Files.getAttribute(random, "unix:uid"));
    try {
      Files.createDirectory(lasting, PosixFilePermissions.asFileAttribute(OWNER));
    } catch (FileAlreadyExistsException e) {
      if (!isPrivate(lasting, user)) {
        return random;
      }
    }
    Files.delete(random);
    return lasting;
  }

  private static boolean isPrivate(Path directory, UserPrincipal user) throws IOException {
    PosixFileAttributes attributes =
        Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return attributes.isDirectory()
        && attributes.owner().equals(user)
        && OWNER.equals(attributes.permissions());
  }
}
