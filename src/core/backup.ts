export { type Backup, backupTo, contentsOf, listBackups, makeBackup, restoreBackup } from '../store/backups.ts';
