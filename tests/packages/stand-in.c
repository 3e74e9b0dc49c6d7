/* Stands for a program under Wine: adds its command line, as it is, to C:\seen\NAME.txt and ends. */
#include <stdio.h>
#include <string.h>
#include <windows.h>

int main(void) {
  char path[MAX_PATH], seen[MAX_PATH];
  GetModuleFileNameA(NULL, path, sizeof path);
  char *name = strrchr(path, '\\') + 1;
  *strrchr(name, '.') = 0;
  snprintf(seen, sizeof seen, "C:\\seen\\%s.txt", name);
  FILE *file = fopen(seen, "a");
  if (!file) return 1;
  fprintf(file, "%s\n", GetCommandLineA());
  return fclose(file);
}
