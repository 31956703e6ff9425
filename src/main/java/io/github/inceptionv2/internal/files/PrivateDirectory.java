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
 * Makes directories in one for temporary files that nobody but this user can read or write.
 *
 * <p>A directory has the same name in each process, so that what is kept in it serves them all.
 * Others can see the name coming and make the directory, or a link, before: one that is not this
 * user's alone is left alone, and one of a random name is made.
 */
final class PrivateDirectory {

  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");

  /** One of a random name must stay the same while the process lives. */
  private static final ConcurrentHashMap<Path, Path> MADE = new ConcurrentHashMap<>();

  private PrivateDirectory() {}

  /**
   * Returns this user's directory in {@code parent}.
   *
   * @param name what its name begins with
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
    // Its owner is who this user is, whom user.name calls "?" if /etc/passwd does not have him.
    Path random = Files.createTempDirectory(parent, name + "-");
    if (!parent.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      Files.delete(random);
      return Files.createDirectories(parent.resolve(name)); // Windows has one for each user
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
