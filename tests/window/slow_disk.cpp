// A disk that takes its time, for a program that is started with this library preloaded: whatever asks for something to
// be on the disk waits for TW_SLOW_DISK_MS milliseconds more.

#include <cstdlib>
#include <dlfcn.h>
#include <unistd.h>

namespace {

void wait()
{
    const char *time = std::getenv("TW_SLOW_DISK_MS");
    ::usleep(1000 * static_cast<useconds_t>(time ? std::atoi(time) : 0));
}

int waitAndCall(const char *name, int file)
{
    wait();
    using Sync = int (*)(int);
    return reinterpret_cast<Sync>(::dlsym(RTLD_NEXT, name))(file);
}

} // namespace

extern "C" int fsync(int file) { return waitAndCall("fsync", file); }
extern "C" int fdatasync(int file) { return waitAndCall("fdatasync", file); }
